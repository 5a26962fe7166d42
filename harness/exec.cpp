#include "harness/exec.h"

#include <unistd.h>

#include <filesystem>

namespace accelbench::harness {

void exec_tokens(const std::vector<std::string>& tokens) {
    std::vector<char*> arguments;
    for (const auto& token : tokens) arguments.push_back(const_cast<char*>(token.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
}

std::string own_path() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

}  // namespace accelbench::harness
