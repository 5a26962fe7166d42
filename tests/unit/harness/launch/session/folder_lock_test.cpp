#include "harness/launch/session/folder_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

#include "../../../failure_text.h"
#include "../../temporary_folder.h"
#include "closed_stdin.h"
#include "topology/base/failure.h"

namespace accelbench::launch {
namespace {

using test::failure_text;
using testing::HasSubstr;

/// A folder with an empty journal.
struct FolderLockTest : testing::Test {
    test::TemporaryFolder place;
    OutputFolder folder{place / "."};
    FolderLockTest() { std::ofstream(folder.journal()); }

    std::string refusal() const {
        return failure_text([&] { FolderLock::for_session(folder); });
    }
};

TEST_F(FolderLockTest, ASecondSessionIsRefusedAndToldWhoHoldsTheFolder) {
    const auto held = FolderLock::for_session(folder);
    EXPECT_THAT(refusal(), HasSubstr("pid " + std::to_string(getpid()) + " on "));
    EXPECT_THAT(refusal(), HasSubstr(", since 20"));
}

TEST_F(FolderLockTest, ItIsFreeAgainOnceTheSessionHasEndedAndLeavesNothing) {
    { const auto held = FolderLock::for_session(folder); }
    EXPECT_FALSE(std::filesystem::exists(folder.running()));
    EXPECT_NO_THROW(FolderLock::for_session(folder));
}

// Journal and report read the file and close it again; a lock of the process would end there.
TEST_F(FolderLockTest, ReadingTheJournalDoesNotEndIt) {
    const auto held = FolderLock::for_session(folder);
    { std::ifstream file(folder.journal()); }
    EXPECT_THAT(refusal(), HasSubstr("another session"));
}

/// Holds the folder in a child that starts a program of 60 s and says when; returns the child.
pid_t hold_in_child(const OutputFolder& folder, int said) {
    const pid_t child = fork();
    if (child != 0) return child;
    const auto held = FolderLock::for_session(folder);
    if (fork() == 0) {
        dup2(said, STDOUT_FILENO);
        execlp("sh", "sh", "-c", "echo $$; exec sleep 60", nullptr);
        _exit(127);
    }
    pause();
    _exit(0);
}

// kill -9 runs no destructor, and mpirun may outlive us: neither may keep the folder.
TEST_F(FolderLockTest, ItDiesWithItsOwnerThoughAProgramThatItStartedLivesOn) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t owner = hold_in_child(folder, ends[1]);
    char text[32] = "";
    ASSERT_GT(read(ends[0], text, sizeof text - 1), 0);
    EXPECT_THAT(refusal(), HasSubstr("pid " + std::to_string(owner)));
    kill(owner, SIGKILL);
    waitpid(owner, nullptr, 0);
    const pid_t started = std::stoi(text);
    EXPECT_EQ(kill(started, 0), 0);
    EXPECT_EQ(refusal(), "");
    kill(started, SIGKILL);
    close(ends[0]);
    close(ends[1]);
}

TEST_F(FolderLockTest, AReportSeesTheSessionAndReportsDoNotSeeEachOther) {
    {
        const auto report = FolderLock::for_report(folder);
        EXPECT_EQ(report.other(), "");
        EXPECT_EQ(FolderLock::for_report(folder).other(), "");
    }
    const auto session = FolderLock::for_session(folder);
    EXPECT_THAT(FolderLock::for_report(folder).other(), HasSubstr("pid "));
}

TEST_F(FolderLockTest, ASessionWaitsForAReportThatIsBeingWritten) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const auto report = FolderLock::for_report(folder);
        if (write(ends[1], "x", 1) != 1) _exit(1);
        usleep(200000);
        _exit(0);
    }
    char text = 0;
    ASSERT_EQ(read(ends[0], &text, 1), 1);
    EXPECT_EQ(refusal(), "");
    waitpid(child, nullptr, 0);
    close(ends[0]);
    close(ends[1]);
}

// The file lies in a folder that others may write to.
TEST_F(FolderLockTest, WhatTheHolderSaysReachesTheTerminalOnlyAsPlainText) {
    const auto held = FolderLock::for_session(folder);
    std::ofstream(folder.running()) << "\x1b]0;owned\x07\n";
    EXPECT_THAT(refusal(), HasSubstr("one that has not identified itself"));
    EXPECT_EQ(refusal().find('\x1b'), std::string::npos);
}

TEST_F(FolderLockTest, WhatTheHolderSaysIsCutOff) {
    const auto held = FolderLock::for_session(folder);
    std::ofstream(folder.running()) << std::string(5000, 'x') << "\n";
    EXPECT_THAT(refusal(), HasSubstr("(" + std::string(200, 'x') + ")"));
}

// A scheduler starts programs without stdin: the first file that they open is number 0.
TEST_F(FolderLockTest, ItHoldsWithoutAStandardInput) {
    const test::ClosedStdin closed;
    const auto held = FolderLock::for_session(folder);
    EXPECT_THAT(refusal(), HasSubstr("another session"));
}

TEST_F(FolderLockTest, WithoutAJournalThereIsNothingToGoOnWith) {
    std::filesystem::remove(folder.journal());
    EXPECT_THAT(refusal(), HasSubstr("trials.jsonl: No such file or directory"));
    EXPECT_EQ(FolderLock::for_report(folder).other(), "");
}

}  // namespace
}  // namespace accelbench::launch
