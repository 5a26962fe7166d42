#pragma once

#include <string>
#include <vector>

namespace accelbench {

/// Replaces this process by tokens[0] (looked up on the PATH) with all tokens as its arguments. Returns only
/// when that fails, with errno set.
void exec_tokens(const std::vector<std::string>& tokens);

/// Path of the running program, from /proc/self/exe; programs of the suite stand beside it.
std::string own_path();

}  // namespace accelbench
