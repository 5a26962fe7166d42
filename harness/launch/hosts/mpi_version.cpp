#include "harness/launch/hosts/mpi_version.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "harness/launch/process/words.h"
#include "topology/base/exec.h"

namespace accelbench::launch {

std::string mpi_version() {
    const auto rank = (std::filesystem::path(own_path()).parent_path() / "accelbench-rank").string();
    const auto command = shell_words({rank, "--mpi-version"}) + " 2>&1 </dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return fmt::format("unknown: {} could not be started", rank);
    char line[512] = "";
    const bool said = fgets(line, sizeof line, pipe) != nullptr;
    const int status = pclose(pipe);
    std::string text = said ? line : "";
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    if (status == 0 && !text.empty()) return text;
    return fmt::format("unknown: {}", text.empty() ? rank + " printed nothing" : text);
}

}  // namespace accelbench::launch
