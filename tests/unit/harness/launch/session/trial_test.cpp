#include "harness/launch/session/trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fake_launcher.h"

namespace accelbench::launch {
namespace {

using reports::TrialStatus;
using testing::HasSubstr;

std::vector<std::string> refused(const LaunchRequest&) {
    return {"sh", "-c", "echo no route to host >&2; exit 9"};
}
std::vector<std::string> slow(const LaunchRequest&) { return {"sleep", "1"}; }

/// One trial of the kernel null over `machines`, number 7 of its session.
class RunTrial : public testing::Test {
  protected:
    reports::Trial ran(std::vector<std::string> (*tokens)(const LaunchRequest&), int machines = 1) {
        reports::Cell cell;
        cell.id = cell.kernel = "null";
        cell.machines = cell.processes = machines;
        const test::PreparedReports reports(machines);
        return run_trial(plan_, test::launcher_of(tokens), cell, folder_ / "trials", 7);
    }
    bool has_log() const { return std::filesystem::exists(folder_ / "trials/000007/output.log"); }
    plan::Plan plan_;
    test::TemporaryFolder folder_;
};

TEST_F(RunTrial, OneThatWorksHasItsNumbersAndLeavesNoFolder) {
    const auto trial = ran(test::reporting);
    EXPECT_EQ(trial.status, TrialStatus::ok) << trial.reason;
    EXPECT_EQ(trial.sequence, 7);
    EXPECT_EQ(trial.cell, "null");
    EXPECT_EQ(trial.step_seconds, 0.25);
    EXPECT_GT(trial.wall_seconds, 0);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "trials/000007"));
}

// As "interrupted" it would be launched again and again; its reason names a log that must be there.
TEST_F(RunTrial, OneWhoseRanksNeverReportedHasFailedAndKeepsItsLog) {
    const auto trial = ran(refused);
    EXPECT_EQ(trial.status, TrialStatus::failed);
    EXPECT_THAT(trial.reason, HasSubstr("it printed: no route to host (full log: trials/000007/output.log)"));
    EXPECT_TRUE(has_log());
}

// Hosts that were idle, or not asked, left no time to any launch over two machines.
TEST_F(RunTrial, OverMachinesHasAtLeastTheTimeOfOneMachine) {
    EXPECT_EQ(ran(test::reporting, 2).status, TrialStatus::ok);
}

// On busy hosts the default is longer: --timeout 60 ended a launch that hung after an hour.
TEST_F(RunTrial, ATimeoutThatWasTypedIsKeptHoweverBusyTheHosts) {
    reports::HostFacts busy;
    busy.machine = topology::machine_from("numa:1 core:1 pu:1");
    busy.environment.load_1min = 100;
    plan_.hosts = {{"a", "", busy, {}}, {"b", "", busy, {}}};
    plan_.options.timeout_seconds = 0.2;
    EXPECT_EQ(ran(slow, 2).status, TrialStatus::timeout);
    EXPECT_TRUE(has_log());
}

}  // namespace
}  // namespace accelbench::launch
