#include "harness/launch/hosts/preflight.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>

#include "../../../failure_text.h"
#include "../../temporary_folder.h"
#include "harness/launch/hosts/host_answer.h"
#include "harness/launch/session/session.h"
#include "harness/version.h"
#include "topology/base/this_host.h"

namespace accelbench::launch {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string said_by(const std::string& hostname, double began = 1000, double done = 1001) {
    HostAnswer answer;
    answer.facts.accelbench_version = version;
    answer.facts.mpi_version = "none";
    answer.facts.machine.hostname = hostname;
    answer.node_name = "virtual-" + hostname;
    answer.started_unix_seconds = began;
    answer.done_unix_seconds = done;
    return host_answer_to_text(answer);
}

Answer well(const std::string& output) {
    Answer answer;
    answer.command = "ssh b accelbench host-facts";
    answer.ended_well = true;
    answer.exit_code = 0;
    answer.output = output;
    answer.said = "no output";
    return answer;
}

Answer badly(int exit_code, const std::string& said) {
    auto answer = well("");
    answer.ended_well = false;
    answer.exit_code = exit_code;
    answer.said = said;
    return answer;
}

std::string labelled(int task, const std::string& text) {
    std::istringstream lines(text);
    std::string all;
    for (std::string line; std::getline(lines, line);) all += fmt::format("{:2}: {}\n", task, line);
    return all;
}

reports::Cell cell_of(int machines) {
    reports::Cell cell;
    cell.machines = machines;
    return cell;
}

TEST(Preflight, TellsSilenceFromARefusalAndFromAnotherVersion) {
    EXPECT_THAT(host_of("b", badly(-1, "no output")).trouble,
                HasSubstr("does not answer (ssh b accelbench host-facts: no output)"));
    EXPECT_THAT(host_of("b", badly(255, "connection refused")).trouble, HasSubstr("does not answer"));
    EXPECT_THAT(host_of("b", badly(127, "accelbench: not found")).trouble,
                AllOf(HasSubstr("can't run this accelbench"), HasSubstr("accelbench: not found"),
                      HasSubstr("install the same version")));
    const auto other = host_of("b", well(R"({"accelbench_host": 1, "version": "9.8.7"})"));
    EXPECT_THAT(other.trouble,
                AllOf(HasSubstr("accelbench 9.8.7"), HasSubstr("ssh b accelbench host-facts")));
    EXPECT_FALSE(other.facts);
}

// A question takes a while: half of it, at worst, is all that is not known of the other clock.
TEST(Preflight, BoundsTheClockByWhatBothClocksSaw) {
    auto answer = well(said_by("b", 1007.0, 1008.0));
    answer.asked_unix_seconds = 1000.0;
    answer.answered_unix_seconds = 1001.5;
    const auto host = host_of("b", answer);
    ASSERT_TRUE(host.clock);
    EXPECT_DOUBLE_EQ(host.clock->offset_seconds, 6.75);
    EXPECT_DOUBLE_EQ(host.clock->uncertainty_seconds, 0.25);
    EXPECT_EQ(host.trouble, "");
}

TEST(Preflight, OverSlurmIsOneStepWithATaskOnEachNode) {
    const auto line = [](const std::vector<std::string>& names, int machines) {
        return fmt::format("{}",
                           fmt::join(step_tokens(names, machines, {"/opt/accelbench", "host-facts"}), " "));
    };
    EXPECT_EQ(
        line({}, 3),
        "srun --nodes=3 --ntasks=3 --ntasks-per-node=1 --cpu-bind=none --mem-bind=none --overlap --label "
        "/opt/accelbench host-facts");
    EXPECT_THAT(line({"a", "b"}, 2), HasSubstr(" --label --nodelist=a,b /opt/accelbench "));
}

// Nodes write at the same time, tasks are not in the order of a list, and several nodes may be one machine.
TEST(Preflight, OverSlurmTellsTheNodesApartByTheirTasks) {
    auto step = badly(1, "srun: error: node2: task 1: Killed");
    step.output = labelled(2, said_by("x")) + "srun: words\n" + labelled(0, said_by("y"));
    const auto hosts = hosts_of_step({"virtual-x", "lost", "virtual-y"}, 3, step);
    ASSERT_EQ(hosts.size(), 3U);
    ASSERT_TRUE(hosts[0].facts && hosts[2].facts);
    EXPECT_EQ(hosts[0].facts->machine.hostname, "x");
    EXPECT_EQ(hosts[1].name, "lost");
    EXPECT_THAT(hosts[1].trouble, AllOf(HasSubstr("does not answer"), HasSubstr("task 1: Killed")));
    EXPECT_EQ(hosts[2].facts->machine.hostname, "y");
    const auto unnamed = hosts_of_step({}, 3, step);
    EXPECT_EQ(unnamed[0].name, "virtual-y");
    EXPECT_EQ(unnamed[1].name, "node 2 of the allocation");
    EXPECT_EQ(unnamed[2].name, "virtual-x");
}

// 512 nodes told of one failed step in 2 MB: each with the names of all.
TEST(Preflight, OneFailedStepIsOneCauseForAllItsNodes) {
    std::vector<std::string> names;
    for (int i = 1; i <= 512; ++i) names.push_back(fmt::format("cn{:04}", i));
    auto step = badly(1, "srun: error: Unable to create step");
    step.command = fmt::format("{}", fmt::join(step_tokens(names, 512, {"accelbench"}), " "));
    plan::Plan plan;
    plan.cells = {cell_of(512)};
    skip_cells_without(plan, hosts_of_step(names, 512, step));
    const auto& skip = plan.cells[0].skip;
    EXPECT_LT(skip.size(), 600U);
    EXPECT_THAT(skip, HasSubstr("needs cn[0001-0512], each of which was not asked: the Slurm step failed (srun "));
    EXPECT_THAT(skip, HasSubstr("--nodelist=cn[0001-0512] accelbench, exit code 1: srun: error: Unable"));
}

TEST(Preflight, SkipsOnlyTheCellsThatNeedAHostInTrouble) {
    plan::Plan plan;
    plan.cells = {cell_of(1), cell_of(2), cell_of(3), cell_of(4)};
    plan.cells[3].skip = "planned so";
    skip_cells_without(plan, {{"a", "", {}, {}}, {"b", "", {}, {}}, {"c", "is gone", {}, {}}});
    EXPECT_THAT(plan.runnable(), ElementsAre(0, 1));
    EXPECT_EQ(plan.cells[2].skip, "needs c, which is gone");
    EXPECT_TRUE(plan.cells[2].skip_by_environment);
    EXPECT_EQ(plan.cells[3].skip, "planned so");
    EXPECT_FALSE(plan.cells[3].skip_by_environment);
}

TEST(Preflight, SkipsTheChoicesThatNameAHostInTrouble) {
    plan::Plan plan;
    plan.cells = {cell_of(2), cell_of(2)};
    plan.cells[0].hosts = {"a", "c"};
    plan.cells[1].hosts = {"b", "c"};
    skip_cells_without(plan, {{"a", "", {}, {}}, {"b", "is gone", {}, {}}, {"c", "", {}, {}}});
    EXPECT_THAT(plan.runnable(), ElementsAre(0));
}

// A session that goes on after a host was lost must not hide what its cells gave before.
TEST(Preflight, WhatWasMeasuredBeforeAHostWasLostStays) {
    plan::Plan plan;
    plan.cells = {cell_of(1), cell_of(2), cell_of(2)};
    plan.cells[1].id = "measured";
    plan.cells[2].id = "never";
    skip_cells_without(plan, {{"a", "", {}, {}}, {"b", "is gone", {}, {}}});
    reports::Trial trial;
    trial.cell = "measured";
    const auto document = make_document(plan, {trial});
    EXPECT_EQ(document.cells[1].skip, "");
    EXPECT_FALSE(document.cells[1].skip_by_environment);
    EXPECT_EQ(document.cells[2].skip, "needs b, which is gone");
}

/// Hosts behind a program that stands in for ssh.
class Asking : public testing::Test {
  protected:
    std::vector<reports::Host> ask(const std::string& agent, int hosts, double patience) {
        const auto path = folder_ / "agent";
        std::ofstream(path) << "#!/bin/sh\n"
                            << agent;
        chmod(path.c_str(), 0755);
        plan_.options.rsh = path;
        for (int i = 0; i < hosts; ++i) plan_.surroundings.hosts.names.push_back(fmt::format("far{}", i));
        plan_.cells = {cell_of(1), cell_of(hosts)};
        return ask_hosts(plan_, *find_launcher("openmpi"), patience);
    }
    plan::Plan plan_;
    test::TemporaryFolder folder_;
};

TEST_F(Asking, ManySilentHostsCostOnePatience) {
    const auto start = std::chrono::steady_clock::now();
    const auto hosts = ask("exec sleep 60\n", 12, 1);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count(), 6);
    ASSERT_EQ(hosts.size(), 12U);
    for (const auto& host : hosts) EXPECT_THAT(host.trouble, HasSubstr("does not answer"));
}

TEST_F(Asking, WhatTheAgentSaysBesideTheFactsDoesNoHarm) {
    std::ofstream(folder_ / "facts") << said_by("far");
    const auto hosts = ask("echo Warning: known hosts >&2\necho Welcome\ncat " + (folder_ / "facts"), 2, 20);
    ASSERT_EQ(hosts.size(), 2U);
    EXPECT_EQ(hosts[1].name, "far1");
    EXPECT_EQ(hosts[1].trouble, "");
    EXPECT_EQ(hosts[1].facts->machine.hostname, "far");
}

// A hostfile with a second network card's name of a machine had its memory measured as a network.
TEST_F(Asking, TwoNamesOfOneMachineAreRefusedWithBoth) {
    HostAnswer answer;
    answer.facts.accelbench_version = version;
    answer.facts.machine = topology::machine_from("numa:1 core:2 pu:1");
    answer.facts.machine.hostname = "n7";
    answer.identity = "boot n7 net";
    std::ofstream(folder_ / "facts") << host_answer_to_text(answer);
    const auto failure = test::failure_text([&] { ask("cat " + (folder_ / "facts"), 2, 20); });
    EXPECT_EQ(failure,
              "far0 and far1 are names of one machine (n7); name each machine once in --hosts or --hostfile");
}

TEST_F(Asking, ThisMachineNeedsNoAgentToSayWhatItIs) {
    plan_.surroundings.hosts.names = {"localhost"};
    const auto hosts = ask("echo nothing; exit 255\n", 1, 20);
    ASSERT_FALSE(hosts.empty());
    EXPECT_EQ(hosts[0].name, "localhost");
    EXPECT_EQ(hosts[0].trouble, "");
    EXPECT_TRUE(hosts[0].facts);
}

// In a job of one node, the one that the sweep runs on, a container without srun measured nothing.
TEST_F(Asking, TheOneNodeOfAJobThatIsThisMachineIsNotAskedOverSlurm) {
    plan_.surroundings.hosts.slurm_nodes = 1;
    plan_.surroundings.hosts.slurm_nodelist = host_name();
    plan_.cells = {cell_of(1)};
    const auto hosts = ask_hosts(plan_, *find_launcher("openmpi"));
    ASSERT_EQ(hosts.size(), 1U);
    EXPECT_EQ(hosts[0].name, host_name());
    EXPECT_EQ(hosts[0].trouble, "");
    EXPECT_TRUE(hosts[0].facts);
}

TEST_F(Asking, AnAgentThatIsMissingHereIsSaidToBeAndNobodyWaits) {
    plan_.options.rsh = "/nonexistent/ssh";
    plan_.surroundings.hosts.names = {"far"};
    plan_.cells = {cell_of(1)};
    const auto hosts = ask_hosts(plan_, *find_launcher("openmpi"));
    ASSERT_EQ(hosts.size(), 1U);
    EXPECT_THAT(hosts[0].trouble, HasSubstr("/nonexistent/ssh (from --rsh) is no program here"));
    EXPECT_THAT(hosts[0].trouble, testing::Not(HasSubstr("same version")));
}

TEST_F(Asking, UsersAreForLaunchersThatLogIn) {
    plan_.surroundings.hosts.names = {"far"};
    plan_.surroundings.hosts.users = {"me"};
    plan_.cells = {cell_of(1)};
    EXPECT_THAT(test::failure_text([&] { ask_hosts(plan_, *find_launcher("slurm")); }),
                HasSubstr("omit the user before a host's name"));
    plan_.options.rsh = "sh -c";
    EXPECT_THAT(test::failure_text([&] { ask_hosts(plan_, *find_launcher("mpich")); }),
                HasSubstr("takes a program without options"));
}

TEST_F(Asking, NobodyIsAskedWhereNothingRunsElsewhere) {
    plan_.cells = {cell_of(1)};
    EXPECT_TRUE(ask_hosts(plan_, *find_launcher("openmpi")).empty());
    plan_.surroundings.hosts.names = {"far"};
    EXPECT_TRUE(ask_hosts(plan_, *find_launcher("local")).empty());
}

}  // namespace
}  // namespace accelbench::launch
