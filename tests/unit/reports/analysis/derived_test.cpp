#include "reports/analysis/derived.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/launch_counts.h"
#include "reports/analysis/metrics.h"
#include "reports/analysis/summarise.h"
#include "reports/model/cells.h"
#include "sample_counters.h"

namespace accelbench::reports {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// Two ranks on one machine of two nodes, three steps of 0.5 s, phases "forward" and "optimizer", 100 tokens
/// a step.
Document recorded() {
    Document document;
    document.machine.hostname = "numabox";
    document.machine.nodes = {{0, topology::CpuSet{0, 1}, 1 << 30}, {1, topology::CpuSet{2, 3}, 1 << 30}};
    document.counters = CounterCatalogue{};
    document.cells.emplace_back();
    Cell& cell = document.cells[0];
    cell.id = "c";
    cell.policy = "local";
    cell.processes = 2;
    cell.phases = {{"forward"}, {"optimizer"}};
    cell.items_per_step = 100;
    document.trials.emplace_back();
    Trial& trial = document.trials[0];
    trial.cell = "c";
    trial.step_seconds = 0.5;
    trial.phase_seconds = {0.3, 0.2};
    trial.ranks.resize(2);
    for (int rank = 0; rank < 2; ++rank) {
        RankFacts& facts = trial.ranks[static_cast<std::size_t>(rank)];
        facts.rank = rank;
        facts.host = "numabox";
        facts.cpus_allowed = rank == 0 ? "0-1" : "2-3";
        facts.step_seconds = {0.5, 0.5, 0.5};
    }
    return document;
}

void give(Document& document, const std::string& name, const std::string& scope,
          const std::vector<CounterValue>& by_rank) {
    document.counters->counters.push_back({name, "1", "papi", {name}, scope, "", "", ""});
    for (std::size_t rank = 0; rank < by_rank.size(); ++rank) {
        document.trials[0].ranks[rank].counters.push_back(by_rank[rank]);
        document.trials[0].ranks[rank].counters.back().name = name;
    }
}

CounterValue phases(double forward, double optimizer) {
    return {"", forward + optimizer, {forward, optimizer}, {}, 1, ""};
}

CounterValue nodes(double first, double second) {
    return {"", first + second, {}, {{0, first}, {1, second}}, 1, ""};
}

void calibrate(Document& document, const std::string& metric, double local, double remote, bool usable) {
    document.counters->calibrations.push_back({metric, local, remote, usable, usable ? "" : "outside"});
}

LaunchMetric metric(const Document& document, const char* name) {
    return metric_of_launch(document, document.cells[0], document.trials[0], metric_row(name));
}

DerivedMetric of_cell(const Document& document, const std::string& name) {
    for (const DerivedMetric& metric : metrics_of(document, document.cells[0]))
        if (metric.name == name) return metric;
    return {};
}

// A mean of the ranks' ratios is (2 + 1/2) / 2 = 1.25; total over total is 1.
TEST(Derived, IpcIsTotalOverTotalOfRanksByPhase) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(200, 200), phases(50, 550)});
    give(document, "cycles", "thread", {phases(100, 100), phases(150, 650)});
    const LaunchMetric ipc = metric(document, "ipc");
    EXPECT_DOUBLE_EQ(*ipc.value, 1);
    ASSERT_EQ(ipc.by_phase.size(), 2U);
    EXPECT_DOUBLE_EQ(*ipc.by_phase[0], 1);
    EXPECT_DOUBLE_EQ(*ipc.by_phase[1], 1);
}

TEST(Derived, MissesAreOfAThousandInstructions) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(4000, 1000), phases(4000, 1000)});
    give(document, "llc_misses", "thread", {phases(20, 30), phases(20, 10)});
    give(document, "dtlb_misses", "thread", {phases(4, 1), phases(4, 1)});
    EXPECT_DOUBLE_EQ(*metric(document, "llc_misses_per_kilo_instruction").value, 8);
    EXPECT_DOUBLE_EQ(*metric(document, "llc_misses_per_kilo_instruction").by_phase[1], 20);
    EXPECT_DOUBLE_EQ(*metric(document, "dtlb_misses_per_kilo_instruction").value, 1);
}

TEST(Derived, StallsAreAShareOfCycles) {
    Document document = recorded();
    give(document, "stalls_memory", "thread", {phases(10, 60), phases(10, 60)});
    give(document, "cycles", "thread", {phases(100, 80), phases(100, 80)});
    EXPECT_DOUBLE_EQ(*metric(document, "memory_stall_share").by_phase[1], 0.75);
}

TEST(Derived, LocalRatioIsOfBothKindsOfReads) {
    Document document = recorded();
    give(document, "dram_reads_local", "thread", {phases(90, 3), phases(90, 3)});
    give(document, "dram_reads_remote", "thread", {phases(10, 97), phases(10, 97)});
    calibrate(document, "local_dram_ratio", 0.01, 0.99, true);
    EXPECT_DOUBLE_EQ(*metric(document, "local_dram_ratio").value, 186.0 / 400);
    EXPECT_DOUBLE_EQ(*metric(document, "local_dram_ratio").by_phase[1], 0.03);
}

TEST(Derived, LocalRatiosOfTrafficMemoryAndAllocationsAreKeptApart) {
    Document document = recorded();
    give(document, "mbm_local_bytes", "system", {nodes(60, 20)});
    give(document, "mbm_total_bytes", "system", {nodes(100, 60)});
    give(document, "numa_local", "system", {nodes(3, 6)});
    give(document, "numa_other", "system", {nodes(1, 2)});
    give(document, "resident_bytes", "process", {nodes(80, 20), nodes(50, 50)});
    for (const char* name : {"mbm_local_ratio", "page_local_ratio", "resident_local_ratio"})
        calibrate(document, name, 0, 1, true);
    EXPECT_DOUBLE_EQ(*metric(document, "mbm_local_ratio").value, 0.5);
    EXPECT_DOUBLE_EQ(*metric(document, "page_local_ratio").value, 0.75);
    EXPECT_DOUBLE_EQ(*metric(document, "resident_local_ratio").value, 130.0 / 200);
}

// A rank that may run anywhere has no memory of its own: node 0 would be a guess.
TEST(Derived, NoMemoryIsLocalToARankThatMayRunOnSeveralNodes) {
    Document document = recorded();
    give(document, "resident_bytes", "process", {nodes(80, 20), nodes(50, 50)});
    calibrate(document, "resident_local_ratio", 0, 1, true);
    document.trials[0].ranks[1].cpus_allowed = "0-3";
    EXPECT_FALSE(metric(document, "resident_local_ratio").value);
    EXPECT_THAT(metric(document, "resident_local_ratio").reason, HasSubstr("ranks may run on several"));
}

TEST(Derived, InterconnectIsHeldAgainstMemory) {
    Document document = recorded();
    give(document, "interconnect_bytes", "system", {nodes(30, 10)});
    give(document, "memory_bytes", "system", {nodes(60, 20)});
    EXPECT_DOUBLE_EQ(*metric(document, "interconnect_share").value, 0.5);
}

TEST(Derived, EnergyIsOfEachItemOfAllRanks) {
    Document document = recorded();
    give(document, "energy_joules", "socket", {phases(30, 30)});
    EXPECT_DOUBLE_EQ(*metric(document, "joules_per_item").value, 60.0 / 300);
    EXPECT_DOUBLE_EQ(*metric(document, "joules_per_item").by_phase[1], 0.1);
    document.cells[0].item = "tokens";
    EXPECT_EQ(of_cell(document, "joules_per_item").unit, "J/token");
}

TEST(Derived, NodesAreHeldAgainstTheirOwnRoofOverTheMeasuredTime) {
    Document document = recorded();
    give(document, "memory_bytes", "system", {nodes(3e9, 6e9)});
    document.counters->roof_bytes_per_second = {{0, 4e9}, {1, 5e9}};
    const LaunchMetric rate = metric(document, "memory_bytes_per_second");
    EXPECT_EQ(rate.by_node, (std::map<int, double>{{0, 2e9}, {1, 4e9}}));
    const LaunchMetric share = metric(document, "memory_roof_share");
    EXPECT_DOUBLE_EQ(share.by_node.at(0), 0.5);
    EXPECT_DOUBLE_EQ(share.by_node.at(1), 0.8);
    EXPECT_DOUBLE_EQ(*share.value, 0.8);
    EXPECT_EQ(of_cell(document, "memory_roof_share_node_1").value, 0.8);
    EXPECT_EQ(of_cell(document, "memory_roof_share_node_1").unit, "1");
}

TEST(Derived, NodesWithoutARoofSayWhyAndKeepTheirRate) {
    Document document = recorded();
    give(document, "mbm_total_bytes", "system", {nodes(3e9, 6e9)});
    document.counters->roof_reason = "the nodes' memory is too small for a stream";
    EXPECT_DOUBLE_EQ(metric(document, "mbm_bytes_per_second").by_node.at(1), 4e9);
    EXPECT_EQ(metric(document, "mbm_roof_share").reason,
              "needs the nodes' measured bandwidth: the nodes' memory is too small for a stream");
}

// Of two machines each with one reader, a node's traffic is the mean of both, not their sum against one roof.
TEST(Derived, NodesOfSeveralMachinesAreAveraged) {
    Document document = recorded();
    give(document, "memory_bytes", "system", {nodes(3e9, 6e9), nodes(9e9, 6e9)});
    document.cells[0].machines = 2;
    document.trials[0].ranks[1].host = "other";
    EXPECT_DOUBLE_EQ(metric(document, "memory_bytes_per_second").by_node.at(0), 4e9);
}

TEST(Derived, MissingCountersAreNamedWithTheirReason) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(1, 1), phases(1, 1)});
    for (const char* name : {"dram_reads_local", "dram_reads_remote"}) {
        give(document, name, "thread", {{}, {}});
        for (RankFacts& rank : document.trials[0].ranks)
            rank.counters.back().reason = "no PMU in this virtual machine";
    }
    EXPECT_EQ(metric(document, "local_dram_ratio").reason,
              "needs dram_reads_local and dram_reads_remote: no PMU in this virtual machine");
    EXPECT_EQ(metric(document, "ipc").reason,
              "needs cycles: it was not requested, or nothing here counts it");
    EXPECT_FALSE(metric(document, "ipc").value);
}

// Of a control group one rank of each machine reads the counter: the others don't lack it.
TEST(Derived, CountersOfAMachineOrAControlGroupNeedOneReaderOnIt) {
    Document document = recorded();
    for (const char* scope : {"socket", "system", "cgroup"}) give(document, scope, scope, {phases(3, 4)});
    for (const char* name : {"socket", "system", "cgroup"}) {
        EXPECT_EQ(launch_count(document, document.trials[0], name).total, 7);
        EXPECT_EQ(launch_count(document, document.trials[0], name).readers, 1);
    }
    document.trials[0].ranks[1].host = "other";
    EXPECT_EQ(launch_count(document, document.trials[0], "socket").reason, "only 1 of 2 machines gave it");
}

// What no rank can read stands in the catalogue only.
TEST(Derived, ACounterThatNoRankGaveHasTheCataloguesReason) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(1, 1), phases(1, 1)});
    document.counters->counters.push_back(
        {"cycles", "1", "papi", {}, "thread", "", "", "not permitted here"});
    EXPECT_EQ(metric(document, "ipc").reason, "needs cycles: not permitted here");
}

// Half of the ranks' misses under all ranks' instructions would look like a good cache.
TEST(Derived, ACounterThatOneRankLacksIsMissing) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(1, 1), phases(1, 1)});
    give(document, "llc_misses", "thread", {phases(1, 1)});
    EXPECT_EQ(metric(document, "llc_misses_per_kilo_instruction").reason,
              "needs llc_misses: only 1 of 2 ranks gave it");
}

TEST(Derived, WhatWasCountedTooRarelyIsNotUsed) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(1, 1), phases(1, 1)});
    give(document, "cycles", "thread", {phases(1, 1), phases(1, 1)});
    document.trials[0].ranks[1].counters[1].counted_share = 0.1;
    EXPECT_TRUE(metric(document, "ipc").value);
    document.trials[0].ranks[1].counters[1].counted_share = 0.09;
    EXPECT_THAT(metric(document, "ipc").reason,
                HasSubstr("relies on cycles, which was counted only 9 % of the time"));
}

TEST(Derived, WhatFailedItsCalibrationIsUnusableWithBothReadings) {
    Document document = recorded();
    give(document, "dram_reads_local", "thread", {phases(1, 1), phases(1, 1)});
    give(document, "dram_reads_remote", "thread", {phases(1, 1), phases(1, 1)});
    EXPECT_EQ(metric(document, "local_dram_ratio").reason, "was not calibrated");
    calibrate(document, "local_dram_ratio", 0.12, 0.71, false);
    EXPECT_EQ(metric(document, "local_dram_ratio").reason,
              "failed its calibration: reads 12 % remote of local memory (expected: under 5 %) and 71 % of "
              "remote memory (expected: over 95 %)");
    EXPECT_FALSE(metric(document, "local_dram_ratio").value);
    document.counters->calibrations[0] = {"local_dram_ratio", {}, {}, false, "one node only"};
    EXPECT_EQ(metric(document, "local_dram_ratio").reason, "was not calibrated: one node only");
}

TEST(Derived, EachMachineMustHavePassedTheCalibration) {
    Document document = recorded();
    give(document, "dram_reads_local", "thread", {phases(1, 1), phases(1, 1)});
    give(document, "dram_reads_remote", "thread", {phases(1, 1), phases(1, 1)});
    calibrate(document, "local_dram_ratio", 0.01, 0.99, true);
    document.hosts = {{"numabox", "", HostFacts{}, {}}, {"other", "", HostFacts{}, {}}};
    document.hosts[0].facts->machine.hostname = "numabox";
    document.hosts[1].facts->counters = document.counters;
    EXPECT_TRUE(metric(document, "local_dram_ratio").value);
    document.hosts[1].facts->counters->calibrations[0].usable = false;
    EXPECT_THAT(metric(document, "local_dram_ratio").reason,
                AllOf(HasSubstr("failed its calibration: "), HasSubstr("(on other)")));
}

TEST(Derived, TheTimesOfAnEmulatedMachineMakeNoRate) {
    Document document = recorded();
    give(document, "memory_bytes", "system", {nodes(3e9, 6e9)});
    document.environment.emulation = "numa-lab, tcg";
    EXPECT_THAT(metric(document, "memory_bytes_per_second").reason, HasSubstr("its times are not real"));
}

TEST(Derived, OfACellIsTheMedianOverItsLaunches) {
    Document document = recorded();
    give(document, "instructions", "thread", {phases(10, 10), phases(10, 10)});
    give(document, "cycles", "thread", {phases(10, 10), phases(10, 10)});
    for (const double factor : {3.0, 2.0, 50.0}) {
        document.trials.push_back(document.trials[0]);
        for (RankFacts& rank : document.trials.back().ranks)
            samples::set_counter(rank, {"instructions", 20 * factor, {10 * factor, 10 * factor}, {}, 1, ""});
    }
    document.trials.back().status = TrialStatus::misplaced;
    const DerivedMetric ipc = of_cell(document, "ipc");
    EXPECT_EQ(ipc.unit, "instructions/cycle");
    EXPECT_DOUBLE_EQ(*ipc.value, 2);
    EXPECT_DOUBLE_EQ(*ipc.by_phase[1], 2);
}

TEST(Derived, NothingIsMadeOfNothing) {
    Document document = recorded();
    EXPECT_TRUE(metrics_of(document, document.cells[0]).empty());
    give(document, "instructions", "thread", {phases(0, 0), phases(0, 0)});
    give(document, "cycles", "thread", {phases(0, 0), phases(0, 0)});
    EXPECT_FALSE(metric(document, "ipc").value);
    EXPECT_EQ(metric(document, "ipc").reason, "has nothing to divide by: instructions / cycles");
}

TEST(Derived, EachRowTellsItsUnitFormulaAndCaveat) {
    for (const MetricRow& row : metric_rows()) {
        EXPECT_FALSE(row.unit.empty() || row.title.empty() || row.caveat.empty()) << row.name;
        for (const std::string_view counter : row.needs)
            EXPECT_THAT(std::string(row.formula), HasSubstr(std::string(counter))) << row.name;
    }
}

}  // namespace
}  // namespace accelbench::reports
