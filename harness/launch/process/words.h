#pragma once

#include <string>
#include <vector>

namespace accelbench::launch {

/// One line that a POSIX shell takes apart into the same words: ssh and its like hand one to a shell.
std::string shell_words(const std::vector<std::string>& words);

}  // namespace accelbench::launch
