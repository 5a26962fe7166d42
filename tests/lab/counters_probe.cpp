// Touches memory of one node from a cpu of another, by the product's own means, and prints as JSON what its
// counters say of that: {"numa_other": {"total": 16384, "by_node": {"1": 16384}}, ...}; {"NAME": "why"} where
// one can't be read.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <vector>

#include "harness/counters/linux/numa_events.h"
#include "harness/counters/linux/residency.h"
#include "topology/bind.h"
#include "topology/machine.h"
#include "topology/memory.h"

namespace {

using namespace accelbench;
using counters::Reading;
using counters::Source;

/// Of the cpu alone: page tables and whatever else the kernel needs then stay on the own node.
void bind_to(int node) {
    topology::RankPlacement placement;
    placement.cpus.insert(topology::this_machine().find_node(node)->cpus.first());
    if (const auto refused = topology::bind_process(placement)) throw std::runtime_error(*refused);
}

std::string json_of(const Reading& before, const Reading& after) {
    std::string by_node;
    for (const auto& [node, value] : after.by_node) {
        const auto earlier = before.by_node.find(node);
        by_node += fmt::format("{}\"{}\": {}", by_node.empty() ? "" : ", ", node,
                               value - (earlier == before.by_node.end() ? 0 : earlier->second));
    }
    return fmt::format("{{\"total\": {}, \"by_node\": {{{}}}}}", *after.value - *before.value, by_node);
}

void print(const Source& source, const std::vector<Reading>& before, const std::vector<Reading>& after,
           bool first) {
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto& counter = source.counters()[i];
        fmt::print(
            "{}\n\"{}\": {}", first && i == 0 ? "" : ",", counter.name,
            counter.reason.empty() ? json_of(before[i], after[i]) : fmt::format("\"{}\"", counter.reason));
    }
}

void probe(int cpus_of, int memory_of, std::size_t bytes) {
    bind_to(cpus_of);
    topology::NumaBuffer buffer("probe", bytes, {topology::MemoryMode::bind, topology::NodeSet{memory_of}});
    const std::vector<std::unique_ptr<Source>> sources = [] {
        std::vector<std::unique_ptr<Source>> opened;
        opened.push_back(counters::open_numa_events());
        opened.push_back(counters::open_residency());
        return opened;
    }();
    std::vector<std::vector<Reading>> before, after;
    for (const auto& source : sources) before.push_back(source->read());
    buffer.touch(0, bytes);
    for (const auto& source : sources) after.push_back(source->read());
    fmt::print("{{");
    for (std::size_t i = 0; i < sources.size(); ++i) print(*sources[i], before[i], after[i], i == 0);
    fmt::print("}}\n");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: counters_probe NODE_OF_CPUS NODE_OF_MEMORY MIB\n");
        return 2;
    }
    try {
        probe(std::atoi(argv[1]), std::atoi(argv[2]), static_cast<std::size_t>(std::atoi(argv[3])) << 20);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "counters_probe: {}\n", error.what());
        return 3;
    }
}
