#include "harness/counters/calibration/calibrate.h"

#include <algorithm>

#include "harness/counters/calibration/caches.h"
#include "harness/counters/calibration/locality.h"
#include "harness/counters/calibration/room.h"
#include "topology/base/sizes.h"
#include "topology/cgroup_limits.h"

namespace accelbench::counters {
namespace {

constexpr int attempts = 3;

/// One thread on one cpu: what several would do changes no share.
topology::RankPlacement placement_of(const topology::NumaNode& home, int memory_node) {
    topology::RankPlacement placement;
    placement.cpus.insert(home.cpus.first());
    placement.home_node = home.index;
    placement.memory = topology::MemoryPlan(topology::MemoryMode::bind, topology::NodeSet{memory_node});
    return placement;
}

/// Twice what one thread's cache holds, or the second pass would read nothing from memory.
std::size_t stream_bytes(const topology::Machine& machine, const topology::NumaNode& home) {
    const auto bytes = 2 * last_level_bytes(machine, home.cpus).largest;
    return std::max<std::size_t>(round_up(bytes, 2 * mebibyte), least_stream_bytes);
}

struct TwoStreams {
    StreamCounts local;
    StreamCounts remote;
};

TwoStreams none(const std::string& reason) {
    StreamCounts counts;
    counts.error = reason;
    return {counts, counts};
}

/// The first node with cpus and memory, against the one farthest from it.
TwoStreams run_streams(const topology::Machine& machine, const topology::NumaNode& home,
                       const OpenSources& open) {
    const auto bytes = stream_bytes(machine, home);
    const int far = machine.farthest_memory_node(home.index);
    const auto limit_bytes = topology::read_cgroup_limits("").memory_limit_bytes;
    for (const int node : {home.index, far})
        if (const auto reason = why_no_room(node, bytes, limit_bytes); !reason.empty()) return none(reason);
    const auto run = [&](int node) { return count_stream(placement_of(home, node), bytes, open); };
    return {run(home.index), run(far)};
}

std::vector<reports::Calibration> judge_all(const TwoStreams& streams) {
    std::vector<reports::Calibration> found;
    for (const auto& metric : locality_metrics())
        found.push_back(judge(metric, streams.local, streams.remote));
    return found;
}

/// Worth another try: it was read and failed, and what other programs did may be why.
bool may_be_noise(const LocalityMetric& metric, const reports::Calibration& found) {
    return metric.counts_others && !found.usable && found.local_stream && found.remote_stream;
}

/// True when a metric was worth another try, and takes what it gave.
bool try_again(const topology::Machine& machine, const topology::NumaNode& home, const OpenSources& open,
               std::vector<reports::Calibration>& found) {
    const auto metrics = locality_metrics();
    std::vector<std::size_t> doubtful;
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (may_be_noise(metrics[i], found[i])) doubtful.push_back(i);
    if (doubtful.empty()) return false;
    const auto again = judge_all(run_streams(machine, home, open));
    for (const auto i : doubtful) found[i] = again[i];
    return true;
}

}  // namespace

std::vector<reports::Calibration> calibrate(const topology::Machine& machine, const OpenSources& open) {
    if (machine.unnamed_memory_nodes().size() < 2)
        return judge_all(none("one NUMA node: nothing is remote"));
    const auto home = std::find_if(machine.nodes.begin(), machine.nodes.end(), [](const auto& node) {
        return node.kind == topology::MemoryKind::dram && !node.cpus.empty();
    });
    if (home == machine.nodes.end())
        return judge_all(none("no node has both cpus and memory: nothing is local"));
    auto found = judge_all(run_streams(machine, *home, open));
    for (int attempt = 1; attempt < attempts && try_again(machine, *home, open, found); ++attempt) {
    }
    return found;
}

}  // namespace accelbench::counters
