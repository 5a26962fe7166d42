#include "harness/cli/memory_performance_text.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "harness/cli/text_columns.h"
#include "topology/base/sizes.h"

namespace accelbench::cli {
namespace {

using Unsaid = std::optional<std::uint64_t>;

std::string latency_text(const Unsaid& nanoseconds) {
    return nanoseconds ? fmt::format("{} ns", *nanoseconds) : "-";
}

std::string bandwidth_text(const Unsaid& bytes_per_second) {
    return bytes_per_second ? size_text(static_cast<double>(*bytes_per_second)) + "/s" : "-";
}

}  // namespace

std::string memory_performance_text(const topology::Machine& machine) {
    if (machine.memory_performance.empty()) return "";
    std::vector<std::vector<std::string>> rows{
        {"memory of", "seen from", "cpus", "read", "write", "read", "write"}};
    for (const auto& entry : machine.memory_performance) {
        rows.push_back({fmt::format("node {}", entry.target_node),
                        entry.initiator_node < 0 ? "-" : fmt::format("node {}", entry.initiator_node),
                        entry.initiator_cpus.empty() ? "-" : entry.initiator_cpus.to_string(),
                        latency_text(entry.read_latency_ns), latency_text(entry.write_latency_ns),
                        bandwidth_text(entry.read_bandwidth_bytes_per_second),
                        bandwidth_text(entry.write_bandwidth_bytes_per_second)});
    }
    return "\nmemory performance, as the firmware reports it (HMAT)\n" + text_columns(rows, "lllrrrr", 2);
}

}  // namespace accelbench::cli
