#include "topology/machine_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fixture_machine.h"
#include "topology/base/json_fields.h"

namespace accelbench::topology {
namespace {

TEST(MachineJson, AMachineSurvivesTheRoundTrip) {
    for (const char* name :
         {"1-node", "8-nodes", "cpu-less-node", "memoryless-node", "smt", "cgroup-hides-half"}) {
        auto machine = fixture(name);
        machine.devices.push_back({Device::Kind::gpu, "cuda0", "0000:01:00.0", -1});
        const auto written = machine_to_json(machine).dump();
        const auto read = machine_from_json(nlohmann::ordered_json::parse(written));
        EXPECT_EQ(machine_to_json(read).dump(), written) << name;
        EXPECT_EQ(read.distances, machine.distances) << name;
        EXPECT_EQ(read.hidden_cpus, machine.hidden_cpus) << name;
        ASSERT_EQ(read.nodes.size(), machine.nodes.size()) << name;
        EXPECT_EQ(read.nodes.back().kind, machine.nodes.back().kind) << name;
        EXPECT_EQ(read.nodes.back().memory_bytes, machine.nodes.back().memory_bytes) << name;
        EXPECT_EQ(read.cores.back().cpus, machine.cores.back().cpus) << name;
        EXPECT_EQ(read.caches.size(), machine.caches.size()) << name;
        EXPECT_EQ(read.devices.back().name, "cuda0") << name;
        EXPECT_EQ(read.devices.back().node, -1) << name;
    }
}

TEST(MachineJson, WhatFewMachinesHaveSurvivesAndIsLeftOutElsewhere) {
    auto machine = fixture("2-nodes");
    const auto plain = machine_to_json(machine).dump();
    for (const char* key : {"offline", "isolated", "tickless", "shared", "from_kernel", "trouble"})
        EXPECT_EQ(plain.find(key), std::string::npos) << key;
    machine.offline_cpus = {7};
    machine.isolated_cpus = {1};
    machine.tickless_cpus = {0, 1};
    machine.distance_trouble = "from node 0 to node 1 it is 0";
    machine.nodes[1] = {1, {}, 1 << 20, MemoryKind::gpu, 0, {1}, {7}, {0}, true};
    const auto written = machine_to_json(machine).dump();
    const auto read = machine_from_json(nlohmann::ordered_json::parse(written));
    EXPECT_EQ(machine_to_json(read).dump(), written);
    EXPECT_EQ(read.nodes[1].kind, MemoryKind::gpu);
    EXPECT_EQ(read.nodes[1].hidden_cpus, CpuSet{1});
    EXPECT_EQ(read.nodes[1].offline_cpus, CpuSet{7});
    EXPECT_EQ(read.nodes[1].shared_cpus, CpuSet{0});
    EXPECT_TRUE(read.nodes[1].from_kernel);
    EXPECT_EQ(read.offline_cpus, CpuSet{7});
    EXPECT_EQ(read.isolated_cpus, CpuSet{1});
    EXPECT_EQ(read.tickless_cpus, (CpuSet{0, 1}));
    EXPECT_EQ(read.distance_trouble, machine.distance_trouble);
}

TEST(MachineJson, AnEnvironmentSurvivesTheRoundTrip) {
    Environment facts;
    facts.kernel = "6.1.0";
    facts.virtualisation = "kvm";
    facts.cpu_quota_cores = 2.5;
    facts.memory_limit_bytes = 1ULL << 40;
    facts.mempolicy = "permitted";
    facts.load_1min = 0.25;
    facts.emulation = "numa-lab, tcg";
    facts.huge_pages = HugePagePool{{{0, {8, 6}}, {2, {0, 0}}}, 1};
    facts.transparent_hugepage_2mib = "inherit";
    facts.transparent_hugepage_bytes = 512 << 20;
    facts.base_page_bytes = 64 << 10;
    const auto written = environment_to_json(facts).dump();
    const auto read = environment_from_json(nlohmann::ordered_json::parse(written));
    EXPECT_EQ(environment_to_json(read).dump(), written);
    EXPECT_EQ(read.cpu_quota_cores, 2.5);
    EXPECT_EQ(read.memory_limit_bytes, 1ULL << 40);
    EXPECT_EQ(read.kernel, "6.1.0");
    EXPECT_EQ(read.emulation, "numa-lab, tcg");
    EXPECT_EQ(read.huge_pages, facts.huge_pages);
    EXPECT_EQ(read.transparent_hugepage_2mib, "inherit");
    EXPECT_EQ(read.transparent_hugepage_bytes, 512u << 20);
    EXPECT_EQ(read.base_page_bytes, 64u << 10);
}

TEST(MachineJson, SizesOfPagesThatAreNotKnownAreLeftOut) {
    const auto json = environment_to_json(Environment{});
    for (const char* key : {"transparent_hugepage_2mib", "transparent_hugepage_bytes", "base_page_bytes"})
        EXPECT_FALSE(json.contains(key)) << key;
    EXPECT_EQ(environment_from_json(json).base_page_bytes, 0u);
}

TEST(MachineJson, AnEnvironmentOfBeforeEmulationWasLookedForIsStillRead) {
    auto json = environment_to_json(Environment{});
    json.erase("emulation");
    EXPECT_EQ(environment_from_json(json).emulation, "");
}

TEST(MachineJson, ARanksPlacementSurvivesTheRoundTrip) {
    RankPlacement rank{3, 4, {0, 1, 8}, 2, {MemoryMode::interleave, {0, 2}}, "cuda1"};
    rank.memory.by_class["optimizer"] = {MemoryMode::weighted_interleave, {0, 2}, {{0, 3}, {2, 1}}};
    rank.memory.use_pages(PageKind::huge);
    auto json = rank_placement_to_json(rank);
    const auto read = rank_placement_from_json(json);
    EXPECT_EQ(read.local_rank, 3);
    EXPECT_EQ(read.threads, 4);
    EXPECT_EQ(read.cpus, rank.cpus);
    EXPECT_EQ(read.home_node, 2);
    EXPECT_EQ(read.memory, rank.memory);
    EXPECT_EQ(read.gpu, "cuda1");
    json.erase("memory_pages");  // as documents of older versions pages were chosen are
    EXPECT_EQ(rank_placement_from_json(json).memory.pages, PageKind::system);
    json["memory_pages"] = "3m";
    EXPECT_THROW(rank_placement_from_json(json), BadField);
}

TEST(MachineJson, WhatTheKernelRefusesAndItsWeightsSurviveTheRoundTrip) {
    auto machine = fixture("2-nodes");
    machine.refused_modes = {MemoryMode::weighted_interleave};
    machine.nodes[1].interleave_weight = 5;
    auto json = machine_to_json(machine);
    EXPECT_EQ(machine_from_json(json).refused_modes, machine.refused_modes);
    EXPECT_EQ(machine_from_json(json).nodes[1].interleave_weight, 5);
    json.erase("refused_modes");  // as documents of older versions are
    EXPECT_TRUE(machine_from_json(json).refused_modes.empty());
}

TEST(MachineJson, AForeignShapeIsABadField) {
    EXPECT_THROW(machine_from_json(Json::object()), BadField);
    EXPECT_THROW(machine_from_json(Json::array()), BadField);
    const auto refuses = [](const char* at, const Json& value) {
        auto json = machine_to_json(fixture("2-nodes"));
        json[Json::json_pointer(at)] = value;
        EXPECT_THROW(machine_from_json(json), BadField) << at << " " << value;
    };
    refuses("/cpus", "0-");
    refuses("/nodes/0/kind", "sram");
    refuses("/nodes/0/index", -1);
    refuses("/nodes/0/index", 1e300);
    refuses("/nodes/1/index", 0);  // it appears twice
    refuses("/nodes/0/memory_bytes", -5);
    refuses("/cores/0/node", -2);
    refuses("/packages", 4e9);
    // Whoever asks for a distance looks into this row and this column.
    refuses("/distances", Json::array({Json::array({10, 21})}));
    refuses("/distances/1", Json::array({10}));
    refuses("/distances/0/0", -10);
    refuses("/distances/0/0", nullptr);
}

TEST(MachineJson, AForeignPlacementOrEnvironmentIsABadField) {
    auto rank = rank_placement_to_json({});
    rank["memory_weights"] = {{"", 1}};
    EXPECT_THROW(rank_placement_from_json(rank), BadField);
    rank["memory_weights"] = {{"0", 1e300}};
    EXPECT_THROW(rank_placement_from_json(rank), BadField);
    auto environment = environment_to_json(Environment{});
    environment["huge_pages"] = {{"promised", 0}, {"by_node", {{"zero", {{"total", 1}, {"free", 1}}}}}};
    EXPECT_THROW(environment_from_json(environment), BadField);
    environment = environment_to_json(Environment{});
    environment["base_page_bytes"] = 1e300;
    EXPECT_THROW(environment_from_json(environment), BadField);
}

}  // namespace
}  // namespace accelbench::topology
