#include "topology/machine.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "fixture_machine.h"
#include "in_child.h"
#include "topology/base/failure.h"
#include "topology/library_versions.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

std::string failure_of(const std::string& text) {
    try {
        machine_from(text);
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.kind(), Failure::Kind::usage);
        return failure.what();
    }
    return "no failure";
}

// hwloc's own words about it went to a debugger; ours said that the file was no XML, or cut off.
TEST(Machine, AFormatOfALaterHwlocIsNamedByItsVersion) {
    const auto path = std::filesystem::temp_directory_path() / fmt::format("hwloc-3-{}.xml", getpid());
    std::ofstream(path) << "<?xml version=\"1.0\"?>\n<!DOCTYPE topology SYSTEM \"hwloc2.dtd\">\n"
                           "<topology version=\"3.0\">\n</topology>\n";
    const auto words = failure_of(path.string());
    std::filesystem::remove(path);
    if (!library_versions().starts_with("hwloc 2.")) GTEST_SKIP() << "this is hwloc 3 or later";
    EXPECT_THAT(words,
                HasSubstr("it has the XML format of hwloc 3, and this accelbench was built with hwloc 2"));
}

TEST(Machine, EachCpuBelongsToExactlyOneNode) {
    for (const char* name :
         {"1-node", "2-nodes", "4-nodes", "4-nodes-asymmetric", "8-nodes", "sub-numa-clusters",
          "cpu-less-node", "cpu-less-node-hmat", "memoryless-node", "smt", "cgroup-hides-half",
          "memory-of-another-node", "two-empty-nodes", "all-memory-without-cpus", "cpus-offline"}) {
        const auto machine = fixture(name);
        CpuSet seen;
        int count = 0;
        for (const auto& node : machine.nodes) {
            seen.insert(node.cpus);
            count += node.cpus.size();
        }
        EXPECT_EQ(seen, machine.cpus) << name;
        EXPECT_EQ(count, machine.cpus.size()) << name;
        EXPECT_FALSE(machine.is_this_system) << name;
        for (const auto& core : machine.cores) {
            EXPECT_TRUE(core.cpus.is_subset_of(machine.find_node(core.node)->cpus)) << name;
        }
    }
}

TEST(Machine, NodesAndDistancesAreThoseThatTheGuestsKernelShowed) {
    const auto eight = fixture("8-nodes");
    EXPECT_EQ(eight.nodes.size(), 8u);
    EXPECT_EQ(eight.distances[2], (std::vector<std::uint64_t>{21, 21, 10, 12, 21, 21, 31, 31}));
    const auto asymmetric = fixture("4-nodes-asymmetric");
    EXPECT_EQ(asymmetric.distances[0], (std::vector<std::uint64_t>{10, 12, 21, 21}));
    EXPECT_EQ(asymmetric.distances[2], (std::vector<std::uint64_t>{31, 31, 10, 12}));
    const auto clusters = fixture("sub-numa-clusters");
    EXPECT_EQ(clusters.packages, 2);
    EXPECT_EQ(clusters.find_node(3)->cpus.to_string(), "6-7");
    EXPECT_EQ(clusters.cores[7].package, 1);
}

TEST(Machine, ACpuLessNodeOffersMemoryAndNoCpus) {
    for (const char* name : {"cpu-less-node", "cpu-less-node-hmat"}) {
        const auto machine = fixture(name);
        EXPECT_EQ(machine.find_node(2)->kind, MemoryKind::other) << name;
        EXPECT_TRUE(machine.find_node(2)->cpus.empty()) << name;
        EXPECT_EQ(machine.nodes_with_cpus(), NodeSet({0, 1})) << name;
        EXPECT_EQ(machine.nodes_with_memory(), NodeSet({0, 1, 2})) << name;
        EXPECT_EQ(machine.dram_nodes(), NodeSet({0, 1})) << name;
    }
}

TEST(Machine, MemoryThatSharesTheDramsLocalityGetsNoCpus) {
    const auto machine = machine_from("pack:2 [numa(memory=1GB)] [numa(memory=4GB)] core:2 pu:1");
    EXPECT_EQ(machine.nodes_with_cpus().size(), 2);
    EXPECT_EQ(machine.nodes_with_memory().size(), 4);
    EXPECT_EQ(machine.dram_nodes(), machine.nodes_with_cpus());
}

TEST(Machine, MemoryOfTheWholeMachineTakesNoCpusFromTheNodesEvenWithTheLowestIndex) {
    const auto machine =
        machine_from("[numa(memory=4GB indexes=1,2,0)] pack:2 [numa(memory=1GB)] core:2 pu:1");
    ASSERT_EQ(machine.nodes.size(), 3u);
    EXPECT_EQ(machine.nodes[0].memory_bytes, 4'000'000'000u);
    EXPECT_EQ(machine.nodes_with_cpus(), NodeSet({1, 2}));
    EXPECT_EQ(machine.nodes[0].kind, MemoryKind::other);
}

TEST(Machine, AMemorylessNodeIsListedButOffersNoMemory) {
    const auto machine = fixture("memoryless-node");
    EXPECT_EQ(machine.find_node(2)->kind, MemoryKind::none);
    EXPECT_EQ(machine.nodes_with_memory(), NodeSet({0, 1}));
    EXPECT_EQ(machine.nodes_with_cpus(), NodeSet({0, 1, 2}));
}

TEST(Machine, ADescriptionWithoutSizesStillHasMemory) {
    const auto machine = machine_from("pack:2 [numa] core:4 pu:2");
    EXPECT_EQ(machine.dram_nodes(), NodeSet({0, 1}));
    EXPECT_EQ(machine.cores.size(), 8u);
    EXPECT_EQ(machine.distance(0, 0), 10u);
    EXPECT_EQ(machine.distance(0, 1), 20u);
}

TEST(Machine, ADescriptionWithoutNodesHasOne) {
    const auto machine = machine_from("core:4 pu:1");
    EXPECT_EQ(machine.nodes.size(), 1u);
    EXPECT_EQ(machine.nodes_with_cpus(), NodeSet{0});
}

TEST(Machine, CpusThatACgroupHidesAreNamed) {
    const auto machine = fixture("cgroup-hides-half");
    EXPECT_EQ(machine.cpus.to_string(), "0-1,4-5");
    EXPECT_EQ(machine.hidden_cpus.to_string(), "2-3,6-7");
    EXPECT_EQ(machine.cores.size(), 2u);
    EXPECT_TRUE(fixture("smt").hidden_cpus.empty());
}

TEST(Machine, CpusThatACgroupHidesAreStillTheirNodes) {
    const auto machine = fixture("memory-of-another-node");
    EXPECT_EQ(machine.nodes[1].hidden_cpus.to_string(), "1");
    EXPECT_EQ(machine.nodes[0].kind, MemoryKind::none) << "cpuset.mems forbids it";
    EXPECT_EQ(machine.nodes[1].kind, MemoryKind::dram);
}

// hwloc gives such a node the cpus of its neighbour, as it does with CXL memory.
TEST(Machine, ANodeWhoseCpusAreOfflineIsDram) {
    const auto machine = fixture("cpus-offline");
    EXPECT_EQ(machine.offline_cpus.to_string(), "2-3");
    EXPECT_EQ(machine.nodes[1].kind, MemoryKind::dram);
    EXPECT_TRUE(machine.nodes[1].cpus.empty());
    EXPECT_EQ(machine.dram_nodes().to_string(), "0-3");
    EXPECT_TRUE(fixture("cpu-less-node").offline_cpus.empty());
}

TEST(Machine, ANetworkCardBelowANodesBridgeIsNearThatNode) {
    const auto machine = fixture("smt");
    ASSERT_EQ(machine.devices.size(), 1u);
    EXPECT_EQ(machine.devices[0].kind, Device::Kind::nic);
    EXPECT_EQ(machine.devices[0].name, "eth0");
    EXPECT_EQ(machine.devices[0].bus_id, "0000:81:00.0");
    EXPECT_EQ(machine.devices[0].node, 1);
}

TEST(Machine, FailuresSayWhatWasTriedAndWhatToGive) {
    EXPECT_THAT(failure_of("machines/none.xml"), HasSubstr("'machines/none.xml': no such file; give"));
    EXPECT_THAT(failure_of("none.xml"), HasSubstr("no such file"));
    EXPECT_THAT(failure_of("pack:two"), HasSubstr("not a synthetic description"));
    EXPECT_THAT(failure_of(""), HasSubstr("the text is empty"));
    EXPECT_THAT(failure_of("/"), HasSubstr("it is a directory"));
    const auto path =
        std::filesystem::temp_directory_path() / ("accelbench-cut-" + std::to_string(::getpid()));
    std::ofstream(path) << "<?xml version=\"1.0\"?>\n<topology version=\"2.0\"><object type=\"Machine\"";
    EXPECT_THAT(failure_of(path.string()), HasSubstr("not hwloc XML, or it is truncated; give"));
    std::filesystem::remove(path);
}

TEST(Machine, ThisMachineHasANodeWithCpusAndMemory) {
    const auto machine = this_machine();
    EXPECT_TRUE(machine.is_this_system);
    EXPECT_FALSE(machine.cores.empty());
    EXPECT_FALSE(machine.nodes_with_memory().empty());
    EXPECT_FALSE(machine.nodes_with_cpus().empty());
}

TEST(Machine, WhatTasksetHidesIsNotUsable) {
    const auto all = this_machine().cpus;
    if (all.size() < 2) GTEST_SKIP() << "one usable cpu: nothing can be hidden";
    const auto text = in_child([&] {
        cpu_set_t mask;
        CPU_ZERO(&mask);
        CPU_SET(static_cast<std::size_t>(all.first()), &mask);
        sched_setaffinity(0, sizeof mask, &mask);
        const auto machine = this_machine();
        return machine.cpus.to_string() + " hidden " + machine.hidden_cpus.intersect(all).to_string();
    });
    EXPECT_EQ(text, std::to_string(all.first()) + " hidden " + all.minus({all.first()}).to_string());
}

}  // namespace
}  // namespace accelbench::topology
