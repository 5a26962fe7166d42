#include "harness/launch/session/links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "../../temporary_folder.h"
#include "harness/handover/links_file.h"
#include "harness/handover/trial_file.h"

namespace accelbench::launch {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string what_ranks_leave;  // a folder; a row's tokens are made by a plain function

/// Stands in for a launcher: copies what ranks would have left.
std::vector<std::string> copying(const LaunchRequest& request) {
    return {"sh", "-c", "cp \"$0\"/* \"$1\"", what_ranks_leave,
            std::filesystem::path(request.trial_file).parent_path().string()};
}
std::vector<std::string> refusing(const LaunchRequest&) {
    return {"sh", "-c", "echo no route to host >&2; exit 9"};
}
std::vector<std::string> hanging(const LaunchRequest&) { return {"sleep", "60"}; }

class LinksLaunch : public testing::Test {
  protected:
    void SetUp() override {
        what_ranks_leave = folder_ / "left";
        std::filesystem::create_directories(what_ranks_leave);
        plan_.cells.resize(2);
        plan_.cells[1].machines = 2;
    }
    void leave(int left_out) {
        for (int rank : {0, 1}) {
            harness::RankReport report;
            report.facts.rank = rank;
            report.facts.step_seconds = {0};
            write_rank_report(report, harness::rank_report_path(what_ranks_leave, rank));
        }
        harness::write_links_file(
            {{{"a", "b", {50e-6, 45e-6, 60e-6, 200}, {1e8, 9e7, 1.1e8, 10}, 1}}, left_out},
            harness::links_path(what_ranks_leave));
    }
    Links measured(std::vector<std::string> (*tokens)(const LaunchRequest&)) {
        const LauncherRow row{"fake", "", "", "", true, true, RankZero::first_named, tokens};
        return measure_links(plan_, row, folder_ / "trials");
    }
    plan::Plan plan_;
    test::TemporaryFolder folder_;
};

TEST_F(LinksLaunch, BringsHomeWhatRankZeroFound) {
    leave(0);
    const auto found = measured(copying);
    EXPECT_EQ(found.reason, "");
    ASSERT_EQ(found.links.size(), 1U);
    EXPECT_EQ(found.links[0].from, "a");
    EXPECT_EQ(found.links[0].to, "b");
    EXPECT_EQ(found.links[0].latency_seconds.value, 50e-6);
    EXPECT_EQ(found.links[0].latency_seconds.n, 200);
    EXPECT_EQ(found.links[0].bandwidth_bytes_per_second.low, 9e7);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "trials/links"));
}

TEST_F(LinksLaunch, SaysHowManyPairsWereLeftOut) {
    leave(5);
    EXPECT_EQ(measured(copying).reason,
              "5 of 6 pairs of machines were not measured: the 60 s ran out; --timeout allows more");
}

// The sweep goes on without them; a link of 0 s would look like a very good one.
TEST_F(LinksLaunch, ThatFailsIsAReasonAndNoLinks) {
    const auto found = measured(refusing);
    EXPECT_TRUE(found.links.empty());
    EXPECT_THAT(found.reason, HasSubstr("exit code 9; it printed: no route to host"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "trials/links/output.log"));
}

// More ranks on a machine would measure its memory as a network.
TEST_F(LinksLaunch, IsOneRankOfOneThreadOnEachMachine) {
    measured(refusing);
    const auto trial = harness::read_trial_file(folder_ / "trials/links/trial.json");
    EXPECT_EQ(trial.processes, 2);
    ASSERT_EQ(trial.placement.size(), 1U);
    EXPECT_EQ(trial.placement.front().threads, 1);
    EXPECT_EQ(trial.links_seconds, 60);
}

// Only where no rank spoke may a machine be lost: asked after any failure, each costs seconds.
TEST_F(LinksLaunch, AsksAfterMachinesOnlyWhereNoRankReported) {
    plan_.surroundings.hosts.names = {"far0", "far1"};
    plan_.options.rsh = "false";
    EXPECT_THAT(measured(refusing).reason, HasSubstr("does not answer (false "));
    leave(0);
    std::filesystem::remove(harness::rank_report_path(what_ranks_leave, 1));
    EXPECT_THAT(measured(copying).reason,
                AllOf(HasSubstr("1 of 2 ranks reported"), testing::Not(HasSubstr("answer"))));
}

TEST_F(LinksLaunch, ThatHangsEndsWithTheTimeoutOfTrials) {
    plan_.options.timeout_seconds = 0.2;
    EXPECT_THAT(measured(hanging).reason, HasSubstr("not finished after 0 s (0 of 2 ranks had reported)"));
}

TEST_F(LinksLaunch, IsNotNeededForOneMachine) {
    plan_.cells[1].skip = "there is one host";
    const auto found = measured(refusing);
    EXPECT_EQ(found.reason, "");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "trials"));
}

}  // namespace
}  // namespace accelbench::launch
