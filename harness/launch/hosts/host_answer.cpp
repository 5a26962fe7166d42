#include "harness/launch/hosts/host_answer.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "harness/counters/catalogue.h"
#include "harness/launch/hosts/mpi_version.h"
#include "harness/version.h"
#include "reports/model/document.h"
#include "topology/base/clock.h"
#include "topology/base/this_host.h"
#include "topology/free_memory.h"

namespace accelbench::launch {
namespace {

/// Bandwidth is not measured: hosts of a lab are one machine, and all would stream at once. Under emulation a
/// stream takes seconds, and whoever asked waits for ten.
reports::CounterCatalogue counters_of(const reports::HostFacts& facts) {
    auto catalogue = facts.environment.emulation.empty() ? counters::calibrated_catalogue(facts.machine)
                                                         : counters::read_catalogue();
    catalogue.roof_reason = "bandwidth is not measured where several machines are asked";
    return catalogue;
}

std::string link_text(const char* path) {
    std::error_code error;
    return std::filesystem::read_symlink(path, error).string();
}

}  // namespace

std::string read_identity() {
    const auto boot = boot_id();
    if (boot.empty()) return "";
    return fmt::format("{} {} {}", boot, host_name(), link_text("/proc/self/ns/net"));
}

HostAnswer look_at_this_host() {
    HostAnswer answer;
    answer.started_unix_seconds = unix_seconds();
    const char* node = std::getenv("SLURMD_NODENAME");
    answer.node_name = node ? node : "";
    answer.identity = read_identity();
    answer.facts.accelbench_version = version;
    answer.facts.schema = reports::Document{}.schema;
    answer.facts.environment = topology::read_environment();  // its load, before ours counts
    answer.facts.machine = topology::this_machine();
    answer.facts.free_memory_bytes = topology::read_free_memory();
    answer.facts.counters = counters_of(answer.facts);
    answer.facts.mpi_version = mpi_version();
    answer.facts.audit = topology::audit(
        topology::read_audit_input(answer.facts.machine, answer.facts.environment, answer.facts.mpi_version));
    answer.done_unix_seconds = unix_seconds();
    return answer;
}

}  // namespace accelbench::launch
