#pragma once

#include <string>

#include "topology/machine.h"
#include "topology/placement.h"

namespace accelbench::topology {

inline Machine fixture(const std::string& name) {
    return machine_from(ACCELBENCH_SOURCE_DIR "/tests/fixtures/topology/" + name + ".xml");
}

inline Placement place(const Machine& machine, const char* policy, int processes, int threads,
                       Spread spread = Spread::spread, bool oversubscribe = false) {
    return place_ranks(machine, *find_policy(policy), {processes, threads, spread, oversubscribe});
}

/// "0-1@0 2-3@0": cpus and home node of each rank; the reason when there are none.
inline std::string summary(const Placement& placement) {
    std::string text = placement.impossible;
    for (const auto& rank : placement.ranks) {
        if (!text.empty()) text += ' ';
        text += rank.cpus.to_string() + "@" + std::to_string(rank.home_node);
    }
    return text;
}

/// "1 0": where the memory of each rank goes.
inline std::string memory_summary(const Placement& placement) {
    std::string text;
    for (const auto& rank : placement.ranks)
        text += (text.empty() ? "" : " ") + rank.memory.nodes.to_string();
    return text;
}

}  // namespace accelbench::topology
