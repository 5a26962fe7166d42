#include "harness/launch/process/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "../../temporary_folder.h"
#include "harness/launch/process/signals.h"

namespace accelbench::launch {
namespace {

using How = ProcessEnd::How;

std::string text_of(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// A zombie has ended: where no process 1 takes orphans in (some containers), it keeps its number all the same.
bool alive(pid_t process) {
    const std::string stat = text_of("/proc/" + std::to_string(process) + "/stat");
    const auto state = stat.rfind(") ");
    return state != std::string::npos && stat.compare(state + 2, 1, "Z") != 0;
}

/// True when the process is gone within two seconds.
bool ends_soon(pid_t process) {
    for (int i = 0; i < 200 && alive(process); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return !alive(process);
}

TEST(Process, ExitCodesAndSignalsAreToldApart) {
    const test::TemporaryFolder folder;
    const auto exited = run_process({"sh", "-c", "exit 7"}, folder / "log", 10);
    EXPECT_EQ(exited.how, How::exited);
    EXPECT_EQ(exited.code, 7);
    const auto signalled = run_process({"sh", "-c", "kill -9 $$"}, folder / "log", 10);
    EXPECT_EQ(signalled.how, How::signalled);
    EXPECT_EQ(signalled.code, SIGKILL);
}

TEST(Process, WhatItSaysGoesToTheLogAndItsInputIsEmpty) {
    const test::TemporaryFolder folder;
    run_process({"sh", "-c", "echo out; echo err >&2; cat"}, folder / "log", 10);
    EXPECT_EQ(text_of(folder / "log"), "out\nerr\n");
}

TEST(Process, AProgramThatIsNotThereSaysSoInTheLog) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(run_process({"no-such-program"}, folder / "log", 10).code, 127);
    EXPECT_THAT(text_of(folder / "log"), testing::HasSubstr("no-such-program: No such file"));
}

TEST(Process, AHangEndsAtTheTimeoutEvenWhenItIgnoresSigterm) {
    const test::TemporaryFolder folder;
    const auto start = std::chrono::steady_clock::now();
    const auto end =
        run_process({"sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"}, folder / "log", 0.2, 0.2);
    EXPECT_EQ(end.how, How::timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

// At a load of 20 three of 8 launches that worked were held to hang.
TEST(Process, ATimeoutIsInSecondsOfAnIdleMachine) {
    const test::TemporaryFolder folder;
    const std::vector<std::string> work = {"sleep", "0.6"};
    EXPECT_EQ(run_process(work, folder / "log", 0.2, 1).how, How::timed_out);
    EXPECT_EQ(run_process(work, folder / "log", 0.2, 1, "", [] { return 50.0; }).how, How::exited);
    EXPECT_EQ(run_process(work, folder / "log", 0.2, 1, "", [] { return 1.0; }).how, How::timed_out);
}

TEST(Process, WhatItLeavesBehindInItsGroupIsEnded) {
    const test::TemporaryFolder folder;
    run_process({"sh", "-c", "sleep 60 & echo $!"}, folder / "log", 10);
    EXPECT_TRUE(ends_soon(std::stoi(text_of(folder / "log"))));
}

// As process 1 of a container we are the parent of every orphan: a limit on pids would be met after some launches.
TEST(Process, WhatItLeavesBehindIsTakenInWhereNobodyElseDoes) {
    const test::TemporaryFolder folder;
    const pid_t first = fork();
    if (first == 0) {
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        run_process({"sh", "-c", "sleep 60 & sleep 60 & exit 0"}, folder / "log", 10);
        _exit(waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD ? 0 : 1);
    }
    int status = 0;
    waitpid(first, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "it has dead or living children left";
}

TEST(Process, ANotedSignalEndsTheRunningTrial) {
    const test::TemporaryFolder folder;
    const SignalGuard guard;
    std::thread([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        kill(getpid(), SIGINT);
    }).detach();
    EXPECT_EQ(run_process({"sleep", "60"}, folder / "log", 30).how, How::interrupted);
    EXPECT_EQ(noted_signal(), SIGINT);
}

// Killing the harness outright must not leave ranks that eat the machine for the next measurement.
TEST(Process, DiesWithTheHarness) {
    const test::TemporaryFolder folder;
    const pid_t harness = fork();
    if (harness == 0) {
        run_process({"sh", "-c", "echo $$; exec sleep 60"}, folder / "log", 60);
        _exit(0);
    }
    for (int i = 0; i < 1000 && text_of(folder / "log").empty(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_FALSE(text_of(folder / "log").empty());
    kill(harness, SIGKILL);
    waitpid(harness, nullptr, 0);
    EXPECT_TRUE(ends_soon(std::stoi(text_of(folder / "log"))));
}

}  // namespace
}  // namespace accelbench::launch
