#include "harness/counters/calibration/calibrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/kernel_sources.h"
#include "tests/unit/topology/in_child.h"
#include "tests/unit/topology/system_call_filter.h"
#include "topology/affinity.h"
#include "topology/environment.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

std::vector<std::unique_ptr<Source>> all_kernel_sources() {
    std::vector<std::unique_ptr<Source>> sources;
    for (const auto& kind : kernel_sources()) sources.push_back(kind.open(""));
    return sources;
}

/// This machine, bound to by name, with a second node that is not there.
topology::Machine pretended_second_node() {
    auto machine = topology::this_machine();
    machine.nodes.resize(1);
    auto second = machine.nodes.front();
    second.index = 63;
    second.cpus = {};
    machine.nodes.push_back(second);
    machine.distances.clear();
    return machine;
}

const reports::Calibration& metric(const std::vector<reports::Calibration>& all, const std::string& name) {
    for (const auto& one : all)
        if (one.metric == name) return one;
    throw std::out_of_range(name);
}

TEST(Calibration, OnOneNodeSaysThatNothingIsRemote) {
    const auto found = calibrate(topology::machine_from("pack:1 [numa] core:4 pu:1"), all_kernel_sources);
    ASSERT_EQ(found.size(), 4u);
    for (const auto& one : found) {
        EXPECT_FALSE(one.usable);
        EXPECT_EQ(one.reason, "one NUMA node: nothing is remote");
    }
}

// Without a check of the pages a stream that fell back to the own node would call every counter unusable, or,
// worse, one that always says "local" right.
TEST(Calibration, WhoseRemoteStreamCanNotRunIsNoReading) {
    if (const auto refused = topology::mempolicy_refusal()) GTEST_SKIP() << *refused;
    const auto found = calibrate(pretended_second_node(), all_kernel_sources);
    for (const auto& one : found) {
        EXPECT_FALSE(one.usable);
        EXPECT_EQ(one.remote_stream, std::nullopt) << one.metric;
        EXPECT_NE(one.reason, "");
    }
    EXPECT_THAT(metric(found, "page_local_ratio").reason, HasSubstr("63"));
}

// The kernel would kill for it, and not always the stream.
TEST(Calibration, ThatDoesNotFitInANodeIsNotTried) {
    auto machine = pretended_second_node();
    machine.caches.push_back({4, "unified", std::uint64_t{1} << 50, 64, machine.cpus});
    for (const auto& one : calibrate(machine, all_kernel_sources)) {
        EXPECT_FALSE(one.usable);
        EXPECT_THAT(one.reason, HasSubstr("does not fit"));
    }
}

/// Local and remote words of a source whose answer is known.
std::vector<std::unique_ptr<Source>> growing_source() {
    std::vector<std::unique_ptr<Source>> sources;
    auto count = [n = 0.0]() mutable {
        n += 100;
        return std::vector<Reading>{{n, {{0, n}}}, {n / 10, {}}};
    };
    sources.push_back(std::make_unique<FileSource>(
        std::vector<reports::CounterInfo>{{"numa_local", "pages", "", {}, "system", "", "", ""},
                                          {"numa_other", "pages", "", {}, "system", "", "", ""}},
        FileSource::Kind{}, count));
    return sources;
}

/// One cpu of this machine, and memory of its first node.
topology::RankPlacement on_the_first_node() {
    const auto machine = topology::this_machine();
    topology::RankPlacement placement;
    placement.cpus.insert(machine.cpus.first());
    placement.home_node = machine.nodes.front().index;
    placement.memory =
        topology::MemoryPlan(topology::MemoryMode::bind, topology::NodeSet{placement.home_node});
    return placement;
}

TEST(CalibrationStream, CountsTheDifferenceAroundIt) {
    if (const auto refused = topology::mempolicy_refusal()) GTEST_SKIP() << *refused;
    const auto counts = count_stream(on_the_first_node(), least_stream_bytes, growing_source);
    EXPECT_EQ(counts.error, "");
    EXPECT_EQ(counts.counted.at("numa_local"), 100);
    EXPECT_EQ(counts.counted.at("numa_other"), 10);
    EXPECT_EQ(counts.counted.at("numa_local@own_node"), 100);
}

// The sweep that follows would run bound to one cpu and one node.
TEST(CalibrationStream, LeavesTheCallersBindingAlone) {
    const auto before = topology::affinity_mask();
    calibrate(pretended_second_node(), growing_source);
    EXPECT_EQ(topology::affinity_mask()->to_string(), before->to_string());
}

TEST(Calibration, WhereMemoryPoliciesAreRefusedNamesTheRemedy) {
    const auto told = topology::in_child([] {
        topology::refuse_system_calls({SYS_mbind, SYS_set_mempolicy}, EPERM);
        return metric(calibrate(pretended_second_node(), growing_source), "page_local_ratio").reason;
    });
    EXPECT_THAT(told, HasSubstr("SYS_NICE"));
}

TEST(Calibration, CountsThePagesOfALocalStreamAsLocal) {
    if (const auto refused = topology::mempolicy_refusal()) GTEST_SKIP() << *refused;
    auto events = kernel_sources()[3].open("");
    if (!events->counters().front().reason.empty()) GTEST_SKIP() << events->counters().front().reason;
    const auto counts = count_stream(on_the_first_node(), least_stream_bytes, all_kernel_sources);
    ASSERT_EQ(counts.error, "");
    EXPECT_GE(counts.counted.at("numa_local"), 16384);  // 64 MiB, page by page
    if (counts.counted.contains("resident_bytes")) {
        EXPECT_GE(counts.counted.at("resident_bytes@own_node"), 64 << 20);
        EXPECT_LE(counts.counted.at("resident_bytes@own_node"), 72 << 20);
    }
}

}  // namespace
}  // namespace accelbench::counters
