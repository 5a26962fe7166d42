#include "harness/launch/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "../temporary_folder.h"
#include "harness/launch/signals.h"

namespace accelbench::launch {
namespace {

using How = ProcessEnd::How;

std::string text_of(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

bool alive(pid_t process) { return kill(process, 0) == 0; }

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

TEST(Process, WhatItLeavesBehindInItsGroupIsEnded) {
    const test::TemporaryFolder folder;
    run_process({"sh", "-c", "sleep 60 & echo $!"}, folder / "log", 10);
    EXPECT_TRUE(ends_soon(std::stoi(text_of(folder / "log"))));
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
