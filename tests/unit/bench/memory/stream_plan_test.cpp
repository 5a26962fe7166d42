#include "bench/memory/stream_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

topology::Machine machine_of(int nodes, int cores_per_node, std::uint64_t node_mib = 65536) {
    topology::Machine machine;
    for (int n = 0; n < nodes; ++n) {
        topology::NumaNode node;
        node.index = n;
        node.memory_bytes = node_mib * mib;
        for (int c = 0; c < cores_per_node; ++c) {
            const int cpu = n * cores_per_node + c;
            node.cpus.insert(cpu);
            machine.cores.push_back({n, n, topology::CpuSet{cpu}});
        }
        machine.cpus.insert(node.cpus);
        machine.caches.push_back({3, "unified", 32 * mib, 64, node.cpus});
        machine.caches.push_back({1, "data", 32 << 10, 64, node.cpus});
        machine.nodes.push_back(node);
    }
    return machine;
}

StreamWish wish_for(std::vector<std::string_view> names) {
    StreamWish wish;
    for (auto name : names) wish.policies.push_back(topology::find_policy(name));
    return wish;
}

TEST(StreamPlan, ArraysAreFourTimesAllLastLevelCaches) {
    EXPECT_EQ(default_array_bytes(machine_of(1, 2)), 128 * mib);
    EXPECT_EQ(default_array_bytes(machine_of(2, 2)), 256 * mib);
}

TEST(StreamPlan, MachineThatNamesNoCachesStillGetsArraysBeyondThem) {
    auto machine = machine_of(1, 2);
    machine.caches.clear();
    EXPECT_EQ(default_array_bytes(machine), 128 * mib);
}

TEST(StreamPlan, EachPolicyAndThreadCountRunsTheFourKernels) {
    const auto plan = plan_stream(machine_of(2, 4), wish_for({"local", "remote"}));
    ASSERT_THAT(plan.cases, SizeIs(2 * 2 * 4));
    EXPECT_EQ(plan.cases.front().name, "stream/policy=local/threads=1/kernel=copy");
    EXPECT_EQ(plan.cases.back().name, "stream/policy=remote/threads=4/kernel=triad");
    EXPECT_THAT(plan.skipped, IsEmpty());
}

TEST(StreamPlan, RemoteDiffersFromLocalInTheMemoryAlone) {
    auto wish = wish_for({"local", "remote"});
    wish.threads = {2};
    const auto plan = plan_stream(machine_of(2, 4), wish);
    const auto& local = plan.cases.front().request;
    const auto& remote = plan.cases.back().request;
    EXPECT_EQ(local.placement.cpus, remote.placement.cpus);
    EXPECT_EQ(local.elements, remote.elements);
    EXPECT_EQ(local.placement.memory.nodes, topology::NodeSet{0});
    EXPECT_EQ(remote.placement.memory.nodes, topology::NodeSet{1});
}

TEST(StreamPlan, PolicyThatTheMachineCannotExpressIsSkippedWithItsReason) {
    const auto plan = plan_stream(machine_of(1, 1), wish_for({"local", "remote"}));
    EXPECT_THAT(plan.cases, SizeIs(4));
    EXPECT_THAT(
        plan.skipped,
        ElementsAre(
            "stream/policy=remote/threads=1: remote needs 2 NUMA nodes with memory; this machine has 1"));
}

TEST(StreamPlan, ArraysThatOverflowTheirNodeAreSkippedWithTheRemedy) {
    auto wish = wish_for({"local"});
    wish.threads = {1};
    wish.array_bytes = 256 * mib;
    EXPECT_THAT(plan_stream(machine_of(2, 1, 1024), wish).skipped, IsEmpty());
    wish.array_bytes = 257 * mib;
    EXPECT_THAT(plan_stream(machine_of(2, 1, 1024), wish).skipped, ElementsAre(HasSubstr("--array-mib")));
    wish.array_bytes = 256 * mib;
    wish.memory_limit_bytes = 512 * mib;
    EXPECT_THAT(plan_stream(machine_of(2, 1, 1024), wish).skipped, SizeIs(1))
        << "the cgroup's limit counts too";
}

TEST(StreamRequest, SurvivesTheWayToTheWorker) {
    StreamRequest request;
    request.elements = 12345;
    request.placement.threads = 3;
    request.placement.cpus = topology::CpuSet{0, 2, 3};
    request.placement.home_node = 4;
    request.placement.memory = {topology::MemoryMode::interleave, topology::NodeSet{4, 6}};
    const auto words = to_arguments(request);
    const auto back = stream_request_from(words);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->elements, 12345U);
    EXPECT_EQ(back->placement.threads, 3);
    EXPECT_EQ(back->placement.cpus, request.placement.cpus);
    EXPECT_EQ(back->placement.home_node, 4);
    EXPECT_EQ(back->placement.memory, request.placement.memory);
}

TEST(StreamRequest, UnboundSurvivesToo) {
    const auto back = stream_request_from(to_arguments(StreamRequest{{}, 8}));
    ASSERT_TRUE(back);
    EXPECT_TRUE(back->placement.cpus.empty());
    EXPECT_EQ(back->placement.home_node, -1);
}

TEST(StreamRequest, WordsThatAreNoRequestAreRefused) {
    const std::vector<std::string> few{"8", "1"};
    EXPECT_FALSE(stream_request_from(few));
    auto words = to_arguments(StreamRequest{{}, 8});
    words[1] = "2x";
    EXPECT_FALSE(stream_request_from(words));
}

}  // namespace
}  // namespace accelbench::bench
