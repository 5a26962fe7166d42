#include "harness/launch/host_answer.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "harness/exec.h"
#include "harness/launch/words.h"
#include "harness/version.h"
#include "topology/free_memory.h"

namespace accelbench::launch {
namespace {

double unix_seconds() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// By asking the program that will sum: this one knows no MPI.
std::string mpi_version() {
    const auto rank = (std::filesystem::path(harness::own_path()).parent_path() / "accelbench-rank").string();
    const auto command = shell_words({rank, "--mpi-version"}) + " 2>&1 </dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return fmt::format("unknown: {} could not be started", rank);
    char line[512] = "";
    const bool said = fgets(line, sizeof line, pipe) != nullptr;
    const int status = pclose(pipe);
    std::string text = said ? line : "";
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    if (status == 0 && !text.empty()) return text;
    return fmt::format("unknown: {}", text.empty() ? rank + " said nothing" : text);
}

}  // namespace

HostAnswer look_at_this_host() {
    HostAnswer answer;
    answer.began_unix_seconds = unix_seconds();
    const char* node = std::getenv("SLURMD_NODENAME");
    answer.node_name = node ? node : "";
    answer.facts.accelbench_version = version;
    answer.facts.schema = reports::Document{}.schema;
    answer.facts.environment = topology::read_environment();  // its load, before ours counts
    answer.facts.machine = topology::this_machine();
    answer.facts.free_memory_bytes = topology::read_free_memory();
    answer.facts.mpi_version = mpi_version();
    answer.done_unix_seconds = unix_seconds();
    return answer;
}

}  // namespace accelbench::launch
