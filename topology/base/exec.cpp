#include "topology/base/exec.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "topology/base/failure.h"

namespace accelbench {

void exec_tokens(const std::vector<std::string>& tokens) {
    std::vector<char*> arguments;
    for (const auto& token : tokens) arguments.push_back(const_cast<char*>(token.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
}

std::string own_path() {
    std::error_code error;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", error).string();
    if (error)
        throw Failure(Failure::Kind::environment,
                      fmt::format("/proc/self/exe: {}; mount /proc: without it accelbench can't find its own "
                                  "programs",
                                  error.message()));
    return path;
}

}  // namespace accelbench
