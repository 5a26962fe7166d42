#include "harness/counters/calibration/roof.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "harness/counters/calibration/caches.h"
#include "harness/counters/calibration/read_stream.h"
#include "harness/counters/calibration/room.h"
#include "topology/base/child.h"
#include "topology/base/failure.h"
#include "topology/base/sizes.h"
#include "topology/bind.h"
#include "topology/verify.h"

namespace accelbench::counters {
namespace {

constexpr double passes_seconds = 0.1;
constexpr int least_passes = 3;
constexpr int most_seconds = 20;

/// In the child: nothing of it outlasts the measurement.
std::string best_rate(const topology::RankPlacement& placement, std::uint64_t bytes) {
    if (const auto refused = topology::bind_process(placement))
        throw Failure(Failure::Kind::environment, *refused);
    ReadStream stream(bytes, placement.cpus, placement.memory);
    const std::vector<const topology::NumaBuffer*> buffers{&stream.buffer()};
    const auto check = topology::check_placement(topology::observe(buffers), placement);
    if (!check.ok()) throw Failure(Failure::Kind::environment, "misplaced: " + check.reason);
    double best = stream.pass();
    double spent = best;
    for (int passes = 1; passes < least_passes || spent < passes_seconds; ++passes) {
        const double seconds = stream.pass();
        spent += seconds;
        best = std::min(best, seconds);
    }
    return fmt::format("{}", static_cast<double>(stream.size_bytes()) / best);
}

void measure_node(const topology::Machine& machine, const topology::NumaNode& node, std::uint64_t limit_bytes,
                  Roofs& roofs) {
    const auto bytes = roof_bytes(machine, node);
    auto reason = why_no_room(node.index, bytes, limit_bytes);
    if (reason.empty()) {
        topology::RankPlacement placement;
        placement.cpus = node.cpus;
        placement.home_node = node.index;
        placement.memory = topology::MemoryPlan(topology::MemoryMode::bind, topology::NodeSet{node.index});
        placement.memory.use_pages(
            topology::PageKind::transparent_huge);  // no kernel's pages are better ones
        const auto answer =
            topology::ask_child([&] { return best_rate(placement, bytes); }, {.seconds = most_seconds});
        reason = answer.error;
        if (reason.empty()) roofs.bytes_per_second[node.index] = std::strtod(answer.text.c_str(), nullptr);
    }
    if (reason.empty()) return;
    roofs.reason += fmt::format("{}node {}: {}", roofs.reason.empty() ? "" : "; ", node.index, reason);
}

}  // namespace

std::uint64_t roof_bytes(const topology::Machine& machine, const topology::NumaNode& node) {
    const auto bytes = 4 * last_level_bytes(machine, node.cpus).sum;
    return std::max(256 * mebibyte, round_up(bytes, 2 * mebibyte));
}

Roofs measure_roofs(const topology::Machine& machine, const std::string& emulation,
                    std::uint64_t limit_bytes) {
    Roofs roofs;
    if (!emulation.empty()) {
        roofs.reason = fmt::format("this machine is emulated ({}): its times mean nothing", emulation);
        return roofs;
    }
    for (const auto& node : machine.nodes) {
        if (node.kind == topology::MemoryKind::dram && !node.cpus.empty())
            measure_node(machine, node, limit_bytes, roofs);
    }
    return roofs;
}

}  // namespace accelbench::counters
