#pragma once

#include <string>
#include <vector>

namespace accelbench::cli {

/// Parses argv (argv[0] is the program), then does what was asked. Returns the exit code; throws Failure for
/// what the user typed or met.
int run(const std::vector<std::string>& argv);

}  // namespace accelbench::cli
