#include "topology/gpu_choice.h"

#include <gtest/gtest.h>

#include "fixture_machine.h"

namespace accelbench::topology {
namespace {

Machine with_gpus(const std::vector<int>& nodes) {
    auto machine = machine_from("pack:2 [numa] core:8 pu:1");
    int number = 0;
    for (int node : nodes) {
        machine.devices.push_back({Device::Kind::gpu, "cuda" + std::to_string(number++), "", node});
    }
    machine.devices.push_back({Device::Kind::nic, "eth0", "", 0});
    return machine;
}

std::string gpus(const Machine& machine, const char* policy, int processes) {
    std::string text;
    for (const auto& rank : place(machine, policy, processes, 1).ranks) text += rank.gpu + " ";
    return text;
}

TEST(GpuChoice, ARankGetsTheNearestGpuInTurn) {
    EXPECT_EQ(gpus(with_gpus({1, 1, 0, 0}), "local", 6), "cuda2 cuda3 cuda2 cuda0 cuda1 cuda0 ");
}

TEST(GpuChoice, RemoteKeepsTheGpuOfLocal) {
    const auto machine = with_gpus({0, 1});
    EXPECT_EQ(gpus(machine, "remote", 4), gpus(machine, "local", 4));
}

TEST(GpuChoice, NodesWithoutAGpuShareTheTurnsOfTheNearest) {
    EXPECT_EQ(gpus(with_gpus({0, 0}), "local", 4), "cuda0 cuda1 cuda0 cuda1 ");
}

TEST(GpuChoice, AllTakeTurnsWhenSomeNodeIsUnknownOrTheRankIsUnbound) {
    EXPECT_EQ(gpus(with_gpus({0, -1, 0}), "local", 4), "cuda0 cuda1 cuda2 cuda0 ");
    EXPECT_EQ(gpus(with_gpus({1, 1, 0}), "baseline", 4), "cuda0 cuda1 cuda2 cuda0 ");
}

TEST(GpuChoice, WithoutGpusThereIsNone) { EXPECT_EQ(gpus(with_gpus({}), "local", 2), "  "); }

}  // namespace
}  // namespace accelbench::topology
