#include "topology/machine_watch.h"

#include <gtest/gtest.h>

#include "file_tree.h"

namespace accelbench::topology {
namespace {

MachineState state() {
    return {{0, 1, 2, 3}, {0, 1, 2, 3}, {0, 1}, {{0, 1ull << 30}, {1, 1ull << 30}}};
}

std::string change(void (*what)(MachineState&)) {
    auto now = state();
    what(now);
    return machine_change(state(), now);
}

TEST(MachineWatch, WhatCameOrWentIsNamed) {
    EXPECT_EQ(change([](MachineState&) {}), "");
    EXPECT_EQ(change([](MachineState& now) { now.online_cpus = {0, 1, 3}; }), "cpu 2 went offline");
    EXPECT_EQ(change([](MachineState& now) { now.online_cpus.insert(4); }), "cpu 4 came online");
    EXPECT_EQ(change([](MachineState& now) { now.allowed_cpus = {0}; }), "cpus 1-3 may not be used any more");
    EXPECT_EQ(change([](MachineState& now) { now.memory_nodes = {0}; }), "node 1 lost its memory");
    EXPECT_EQ(change([](MachineState& now) { now.memory_bytes[1] = 512ull << 20; }),
              "node 1 has 512 MiB of its 1024 MiB left");
}

TEST(MachineWatch, BallooningAndASilentSystemAreNoChange) {
    EXPECT_EQ(change([](MachineState& now) { now.memory_bytes[1] -= 60ull << 20; }), "");
    EXPECT_EQ(change([](MachineState& now) { now = {}; }), "");
    EXPECT_EQ(machine_change({}, state()), "");
}

TEST(MachineWatch, TheStateIsReadFromTheKernelsFiles) {
    FileTree tree;
    tree.write("/sys/devices/system/cpu/online", "0-1,4-7\n");
    tree.write("/sys/devices/system/node/has_memory", "0-1\n");
    tree.write("/sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:  1024 kB\n");
    tree.write("/sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:  2048 kB\n");
    tree.write("/proc/self/status", "Name:\tx\nCpus_allowed_list:\t0-7\nMems_allowed_list:\t1\n");
    const auto found = read_machine_state(tree.root());
    EXPECT_EQ(found.online_cpus.to_string(), "0-1,4-7");
    EXPECT_EQ(found.allowed_cpus.to_string(), "0-7");
    EXPECT_EQ(found.memory_nodes.to_string(), "1");
    EXPECT_EQ(found.memory_bytes, (std::map<int, std::uint64_t>{{1, 2u << 20}}));
    EXPECT_EQ(machine_change(found, read_machine_state(tree.root())), "");
    EXPECT_EQ(machine_change(read_machine_state(), read_machine_state()), "");
}

}  // namespace
}  // namespace accelbench::topology
