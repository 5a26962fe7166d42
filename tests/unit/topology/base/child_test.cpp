#include "topology/base/child.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace accelbench::topology {
namespace {

using ::testing::HasSubstr;

TEST(AskChild, SaysHowAChildEnded) {
    EXPECT_EQ(ask_child([] { return std::string(100000, 'x'); }, {}).text.size(), 100000u);
    EXPECT_EQ(ask_child([]() -> std::string { throw std::runtime_error("no room"); }, {}).error, "no room");
    EXPECT_THAT(ask_child([]() -> std::string { std::abort(); }, {}).error, HasSubstr("signal 6"));
    const auto waits = []() -> std::string {
        for (;;) pause();
    };
    EXPECT_EQ(ask_child(waits, {.seconds = 1}).error, "it took more than 1 s");
}

TEST(AskChild, IsEndedAtItsLimitsOfProcessorTimeAndMemory) {
    const auto works = []() -> std::string {
        volatile unsigned turns = 0;
        for (;;) turns = turns + 1;
    };
    const auto late = ask_child(works, {.seconds = 60, .cpu_seconds = 1});
    EXPECT_EQ(late.error, "it took more than 1 s of processor time");
    EXPECT_TRUE(late.killed);
    const auto eats = [] { return std::to_string(std::vector<char>(std::size_t{1} << 27, 'x').back()); };
    EXPECT_EQ(ask_child(eats, {.memory_bytes = std::size_t{32} << 20}).error,
              "it needs more memory than it may take");
    EXPECT_EQ(ask_child(eats, {}).error, "");
}

TEST(AskChild, SaysNothingWhenItShallBeQuiet) {
    testing::internal::CaptureStderr();
    const auto talks = [] {
        std::fprintf(stderr, "a library's complaint\n");
        return std::string("done");
    };
    EXPECT_EQ(ask_child(talks, {.quiet = true}).text, "done");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace accelbench::topology
