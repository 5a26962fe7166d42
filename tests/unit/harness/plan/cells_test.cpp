#include "harness/plan/cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "bench/message/variant.h"

namespace accelbench::plan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Surroundings around(const std::string& machine) {
    Surroundings surroundings;
    surroundings.machine = topology::machine_from(machine);
    return surroundings;
}

SweepOptions null_sweep(std::vector<int> processes) {
    SweepOptions options;
    options.kernel = "null";
    options.num_processes = std::move(processes);
    return options;
}

std::map<std::string, std::string> skips(const std::vector<reports::Cell>& cells) {
    std::map<std::string, std::string> reasons;
    for (const auto& cell : cells) reasons[cell.policy] = cell.skip;
    return reasons;
}

TEST(Cells, AnIdNamesWhatWasChosenAndNeverTheOrder) {
    auto options = null_sweep({2});
    options.parameters = {{"step", "0.01"}};
    options.policies = {*topology::find_policy("remote")};
    const auto cells = make_cells(options, around("numa:2 core:2 pu:1"));
    ASSERT_EQ(cells.size(), 1u);
    EXPECT_EQ(cells[0].id, "null/step=0.01/policy=remote/machines=1/processes=2/threads=2");
}

// Cells that differ in the kernel's work would be compared as equal, and the table would count "/s" of nothing.
TEST(Cells, SayWhatTheirWorkIsWithDefaultsAndTheUnitOfItsItems) {
    auto options = null_sweep({2});
    options.parameters = {{"step", "0.01"}};
    const auto cell = make_cells(options, around("numa:2 core:2 pu:1"))[0];
    ASSERT_GE(cell.parameters.size(), 2u);
    EXPECT_EQ(cell.parameters[0], std::pair(std::string("step"), std::string("0.01"))) << "the kernel's come first";
    EXPECT_THAT(cell.parameters, Contains(testing::Pair("noise", "0")));
    EXPECT_THAT(cell.parameters, Contains(testing::Pair("scaling", "weak")));
    EXPECT_EQ(cell.item, "steps");
}

TEST(Cells, TwoNodesExpressAllFourPolicies) {
    for (const auto& [policy, reason] : skips(make_cells(null_sweep({2}), around("numa:2 core:2 pu:1"))))
        EXPECT_EQ(reason, "") << policy;
}

TEST(Cells, OneNodeSkipsWhatNeedsTwoWithTheReason) {
    const auto reasons = skips(make_cells(null_sweep({1}), around("numa:1 core:2 pu:1")));
    EXPECT_EQ(reasons.at("baseline"), "");
    EXPECT_EQ(reasons.at("local"), "");
    EXPECT_EQ(reasons.at("remote"), "remote needs 2 NUMA nodes with memory; this machine has 1");
    EXPECT_THAT(reasons.at("interleave"), HasSubstr("interleave needs 2"));
}

TEST(Cells, AnotherAllReduceIsInTheIdAndAmongTheParameters) {
    auto options = null_sweep({2});
    options.policies = {*topology::find_policy("local")};
    const auto usual = make_cells(options, around("numa:2 core:2 pu:1"))[0];
    options.allreduce = "hierarchical";
    const auto other = make_cells(options, around("numa:2 core:2 pu:1"))[0];
    EXPECT_EQ(usual.id, "null/policy=local/machines=1/processes=2/threads=2") << "ids stay short";
    EXPECT_THAT(usual.parameters, Contains(testing::Pair("allreduce", "auto"))) << "losses round by it";
    EXPECT_EQ(other.id, "null/allreduce=hierarchical/policy=local/machines=1/processes=2/threads=2");
    EXPECT_EQ(other.skip, "");
    EXPECT_THAT(other.parameters, Contains(testing::Pair("allreduce", "hierarchical")));
}

TEST(Cells, EachChoiceOfHostsIsACellWithItsOwnSlots) {
    auto options = null_sweep({4});
    options.policies = {*topology::find_policy("local")};
    options.num_machines = {2};
    options.rotate_hosts = true;
    auto surroundings = around("numa:2 core:2 pu:1");
    surroundings.hosts.names = {"a", "b", "c"};
    surroundings.hosts.slots = {2, 2, 1};
    const auto cells = make_cells(options, surroundings);
    ASSERT_EQ(cells.size(), 3u);
    EXPECT_EQ(cells[0].id, "null/hosts=a+b/policy=local/machines=2/processes=4/threads=2");
    EXPECT_THAT(cells[1].hosts, ElementsAre("a", "c"));
    EXPECT_EQ(cells[0].skip, "");
    EXPECT_THAT(cells[1].skip, HasSubstr("2 ranks per machine; c has slots=1"));
}

TEST(Cells, WhatThisBuildCannotSumWithIsSkippedWithTheReason) {
    auto options = null_sweep({2});
    options.policies = {*topology::find_policy("local")};
    options.allreduce = "gloo";
    const auto cell = make_cells(options, around("numa:2 core:2 pu:1"))[0];
    EXPECT_EQ(cell.skip, bench::message::find_variant("gloo")->unavailable());
    EXPECT_EQ(cell.skip_by_environment, !cell.skip.empty());
}

// A bind to a node that is too small ends in the OOM killer, whoever asked for the bytes.
TEST(Cells, MemoryOfTheSumsCounts) {
    auto options = null_sweep({2});
    options.policies = {*topology::find_policy("local")};
    options.parameters = {{"memory", "4K"}};
    options.oversubscribe = true;
    options.allreduce = "flat";
    const auto small = around("numa:1(memory=2MB) core:2 pu:1");
    EXPECT_EQ(make_cells(options, small)[0].skip, "");
    options.allreduce = "hierarchical";
    EXPECT_THAT(make_cells(options, small)[0].skip, HasSubstr("GiB on node 0"));
}

TEST(Cells, MoreRanksThanAHostHasSlotsAreSkippedUnlessOversubscribed) {
    auto options = null_sweep({4});
    options.num_machines = {2};
    options.policies = {*topology::find_policy("local")};
    auto surroundings = around("numa:2 core:4 pu:1");
    surroundings.hosts.names = {"a", "b"};
    surroundings.hosts.slots = {0, 1};
    EXPECT_EQ(make_cells(options, surroundings)[0].skip,
              "2 ranks per machine; b has slots=1 (--oversubscribe runs it anyway)");
    options.oversubscribe = true;
    EXPECT_EQ(make_cells(options, surroundings)[0].skip, "");
}

// Users read --num_processes as ranks per machine all the time: an odd pair must not lose ranks silently.
TEST(Cells, APairThatDoesNotDivideNamesTheNearestThatDo) {
    auto options = null_sweep({7});
    options.num_machines = {2};
    options.hosts = {"a", "b"};
    auto surroundings = around("numa:2 core:4 pu:1");
    surroundings.hosts = find_hosts(options);
    EXPECT_EQ(make_cells(options, surroundings)[0].skip,
              "7 processes do not divide over 2 machines; the nearest that do: 6 and 8");
}

TEST(Cells, MoreMachinesNeedHosts) {
    auto options = null_sweep({4});
    options.num_machines = {2};
    EXPECT_EQ(make_cells(options, around("numa:2 core:4 pu:1"))[0].skip,
              "2 machines need --hosts, --hostfile or a Slurm allocation with srun; none was given");
}

TEST(Cells, ProcessesPerMachineIsTheOtherReading) {
    SweepOptions options;
    options.kernel = "null";
    options.num_machines = {3};
    options.processes_per_machine = {2};
    options.hosts = {"a", "b", "c"};
    auto surroundings = around("numa:2 core:4 pu:1");
    surroundings.hosts = find_hosts(options);
    const auto cells = make_cells(options, surroundings);
    EXPECT_EQ(cells[0].processes, 6);
    EXPECT_EQ(cells[0].placement.size(), 2u);
}

// Policies that ran with different threads would differ in two factors, not one.
TEST(Cells, AllPoliciesOfAPairHaveTheSameThreads) {
    for (const auto& cell : make_cells(null_sweep({1}), around("numa:2 core:4 pu:1")))
        EXPECT_EQ(cell.threads, 4) << cell.id;
}

TEST(Cells, OversubscribedPairsRunOnlyWhenAskedForAndAreMarked) {
    auto options = null_sweep({16});
    options.policies = {*topology::find_policy("local")};
    options.threads = 1;
    const auto refused = make_cells(options, around("numa:2 core:4 pu:1"));
    EXPECT_THAT(refused[0].skip, HasSubstr("--oversubscribe"));
    options.oversubscribe = true;
    const auto run = make_cells(options, around("numa:2 core:4 pu:1"));
    EXPECT_EQ(run[0].skip, "");
    EXPECT_TRUE(run[0].oversubscribed);
}

TEST(Cells, ACpuQuotaCountsAsFewerCores) {
    auto surroundings = around("numa:1 core:64 pu:1");
    surroundings.environment.cpu_quota_cores = 4;
    EXPECT_EQ(make_cells(null_sweep({2}), surroundings)[0].threads, 2);
    EXPECT_THAT(make_cells(null_sweep({8}), surroundings)[0].skip,
                HasSubstr("a cgroup limits this machine to 4 cpus"));
}

// A bind to a node that is too small ends in the out-of-memory killer.
TEST(Cells, ANodeTooSmallForItsRanksIsSkipped) {
    auto surroundings = around("numa:2 core:4 pu:1");
    for (auto& node : surroundings.machine.nodes) node.memory_bytes = 1ull << 30;
    auto options = null_sweep({4});
    options.policies = {*topology::find_policy("local")};
    options.parameters = {{"memory", "1G"}};
    EXPECT_THAT(make_cells(options, surroundings)[0].skip,
                HasSubstr("needs 2.0 GiB on node 0, which has 1.0"));
}

TEST(Cells, PoliciesStandInTheOrderOfTheTableEachOnceAndPlacesBehindThem) {
    auto options = null_sweep({1});
    const auto row = [](const char* name) { return topology::PolicyChoice(*topology::find_policy(name)); };
    options.policies = {row("remote"), {*topology::find_policy("bind"), {1}}, row("local"), row("remote")};
    auto place = row("local");
    place.classes = {{"buffer", row("remote")}};
    options.places = {place};
    std::vector<std::string> policies;
    for (const auto& cell : make_cells(options, around("numa:2 core:2 pu:1")))
        policies.push_back(cell.policy);
    EXPECT_THAT(policies, ElementsAre("local", "remote", "bind:1", "buffer=remote"));
}

TEST(Cells, AClassBoundToANodeTooSmallForItIsSkipped) {
    auto surroundings = around("numa:2 core:4 pu:1");
    surroundings.machine.nodes[0].memory_bytes = 8ull << 30;
    surroundings.machine.nodes[1].memory_bytes = 1ull << 30;
    auto options = null_sweep({1});
    options.parameters = {{"memory", "2G"}};
    topology::PolicyChoice place(*topology::find_policy("local"));
    place.classes = {{"buffer", {*topology::find_policy("bind"), {1}}}};
    options.policies = {*topology::find_policy("local")};
    options.places = {place};
    const auto cells = make_cells(options, surroundings);
    EXPECT_EQ(cells.at(0).skip, "");
    EXPECT_THAT(cells.at(1).skip, HasSubstr("needs 2.0 GiB on node 1, which has 1.0"));
}

// The base of comparison runs, and says that it is not what its name says.
TEST(Cells, WhatAPolicysNameDoesNotSayIsNoted) {
    const auto cells = make_cells(
        null_sweep({1}), around(ACCELBENCH_SOURCE_DIR "/tests/fixtures/topology/memory-of-another-node.xml"));
    const auto local = std::find_if(cells.begin(), cells.end(),
                                    [](const auto& cell) { return cell.policy == "local"; });
    EXPECT_EQ(local->skip, "");
    EXPECT_THAT(local->placement_notes, ElementsAre("local: nearest memory, node 1, distance 21"));
    EXPECT_NE(skips(cells).at("remote"), "");
}

// Two equally far nodes, of which one is too small: the cell needn't be skipped.
TEST(Cells, RemoteAvoidsNodesThatAreTooSmall) {
    auto surroundings = around("numa:3 core:2 pu:1");
    for (auto& node : surroundings.machine.nodes) node.memory_bytes = 8ull << 30;
    surroundings.machine.nodes[1].memory_bytes = 1ull << 30;
    auto options = null_sweep({1});
    options.policies = {*topology::find_policy("remote")};
    options.parameters = {{"memory", "2G"}};
    const auto cell = make_cells(options, surroundings)[0];
    EXPECT_EQ(cell.skip, "");
    EXPECT_EQ(cell.placement[0].memory.nodes.to_string(), "2");
}

TEST(Cells, ARefusedMemoryPolicySkipsByEnvironmentAndLeavesBaseline) {
    auto surroundings = around("numa:2 core:4 pu:1");
    surroundings.machine.is_this_system = true;
    surroundings.environment.mempolicy = "this container refuses set_mempolicy (EPERM)";
    for (const auto& cell : make_cells(null_sweep({2}), surroundings)) {
        EXPECT_EQ(cell.skip.empty(), cell.policy == "baseline") << cell.id;
        EXPECT_EQ(cell.skip_by_environment, cell.policy != "baseline") << cell.id;
    }
}

}  // namespace
}  // namespace accelbench::plan
