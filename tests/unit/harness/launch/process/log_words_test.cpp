#include "harness/launch/process/log_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "../../temporary_folder.h"

namespace accelbench::launch {
namespace {

using testing::StartsWith;

class LogWords : public testing::Test {
  protected:
    std::string words(const std::string& log, std::size_t limit = 400) {
        std::ofstream(folder_ / "log") << log;
        return words_of_log(folder_ / "log", limit);
    }
    std::string cause(const std::string& log) {
        std::ofstream(folder_ / "log") << log;
        return cause_in_log(folder_ / "log");
    }
    test::TemporaryFolder folder_;
};

constexpr const char* rule = "--------------------------------------------------------------------------\n";

// The reason ended in "please correct the error and try again": which error was cut off at its beginning.
TEST_F(LogWords, AreTheFirstOfTheCauseAndWrappedLinesAreOneSentence) {
    std::string log = std::string(rule) +
                      "A node name holds a character\nthat is not allowed:\n\n  node:  my_host_1\n" +
                      rule + rule + "An internal error has occurred:\n" + rule;
    EXPECT_EQ(words(log),
              "A node name holds a character that is not allowed: | node:  my_host_1 | An internal error has "
              "occurred:");
    for (int i = 0; i < 100; ++i) log += "closing words\n";
    EXPECT_THAT(words(log), StartsWith("A node name holds"));
    EXPECT_EQ(words(log).size(), 403U);
    EXPECT_THAT(words(log), testing::EndsWith("..."));
}

TEST_F(LogWords, OutsideOfAFrameEachLineIsItsOwn) {
    EXPECT_EQ(words("ssh: connect to host n2 port 22: No route to host\r\nsecond\n"),
              "ssh: connect to host n2 port 22: No route to host | second");
}

TEST_F(LogWords, OurOwnWordIsTheCauseAndTheLaunchersFrameIsNot) {
    EXPECT_EQ(words("mpirun: hello\naccelbench-rank: no memory\n-----\nmpirun noticed that a process exited\n"),
              "accelbench-rank: no memory");
}

// A warning that stands before the cause hid it, as did the first message of a launch over ssh.
TEST_F(LogWords, WarningsAreNoCauseWithAllThatTheyGoOnToSay) {
    const auto log = std::string(rule) + "WARNING: a device could not be opened.\n\n  Device: mlx5_0\n" + rule +
                     "Warning: Permanently added 'n2' (ED25519) to the list of known hosts.\n" +
                     "[n1:77] plm:ssh: Warning: setpgid failed\n" + rule + "No space left in /dev/shm\n" + rule;
    EXPECT_EQ(words(log), "No space left in /dev/shm");
}

TEST_F(LogWords, WhatIsSaidBehindAnyFailureCountsOnlyWhereNothingElseDoes) {
    const auto log = std::string(rule) +
                     "Primary job  terminated normally, but 1 process returned\na non-zero exit code.\n" + rule +
                     "srun: error: n2: task 1: Exited with exit code 1\n";
    EXPECT_EQ(cause(log), "");
    EXPECT_THAT(words(log), StartsWith("Primary job  terminated normally, but 1 process returned a non-zero"));
    EXPECT_EQ(words(""), "");
    EXPECT_EQ(words_of_log(folder_ / "nowhere"), "");
}

// A launcher that repeats a warning for hours fills a disk: reading all of it would take the session's time.
TEST_F(LogWords, BehindFourHundredParagraphsAreNotRead) {
    std::string log;
    for (int i = 0; i < 399; ++i) log += "warning: again\n";
    EXPECT_EQ(cause(log + "no memory\n"), "no memory");
    EXPECT_EQ(cause(log + "warning: again\nno memory\n"), "");
}

// Half a letter of UTF-8 is a letter that no JSON takes.
TEST_F(LogWords, AreCutBetweenLetters) {
    std::string log;
    for (int i = 0; i < 300; ++i) log += "é";
    EXPECT_EQ(words(log, 401).size(), 403U) << "400 bytes of whole letters and three dots";
    EXPECT_EQ(words(std::string(10, '\x80'), 4), "...") << "letters without a beginning";
}

}  // namespace
}  // namespace accelbench::launch
