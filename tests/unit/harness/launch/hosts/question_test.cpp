#include "harness/launch/hosts/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cctype>

#include "../../temporary_folder.h"

namespace accelbench::launch {
namespace {

using testing::ElementsAre;

std::string own_name() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

// mpirun starts ranks on its own machine without ssh: who has no ssh to himself would seem dead.
TEST(Question, ToThisMachineNeedsNoAgent) {
    EXPECT_TRUE(is_this_host(own_name()));
    EXPECT_TRUE(is_this_host(own_name().substr(0, own_name().find('.'))));
    EXPECT_TRUE(is_this_host("localhost"));
    EXPECT_TRUE(is_this_host("127.0.0.1"));
    EXPECT_FALSE(is_this_host("not-" + own_name()));
    EXPECT_FALSE(is_this_host("203.0.113.7"));
    EXPECT_THAT(words_for_host("localhost", "ssh", {"a b", "c"}), ElementsAre("a b", "c"));
}

// Host names have no case; a user before one doesn't make it another machine.
TEST(Question, ThisMachineIsKnownByAnySpelling) {
    std::string loud = own_name();
    for (auto& letter : loud) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    EXPECT_TRUE(is_this_host(loud));
    EXPECT_TRUE(is_this_host("somebody@" + own_name()));
    EXPECT_FALSE(is_this_host("somebody@not-" + own_name()));
}

// A machine that calls itself n1 is one of n1.here and n1.there, and must not answer for both.
TEST(Question, NamesThatDifferBehindTheFirstDotAreNotBothThisMachine) {
    const auto stem = own_name().substr(0, own_name().find('.'));
    EXPECT_THAT(own_among({"far", own_name()}), ElementsAre(own_name()));
    EXPECT_TRUE(own_among({stem + ".here.invalid", stem + ".there.invalid"}).empty());
}

TEST(Question, ToAnotherMachineIsOneLineForItsShell) {
    EXPECT_THAT(words_for_host("far", "ssh -p 2222", {"/opt/a b/accelbench", "host-facts"}),
                ElementsAre("ssh", "-p", "2222", "far", "'/opt/a b/accelbench' host-facts"));
}

TEST(Question, KeepsOutputApartFromTalk) {
    const test::TemporaryFolder folder;
    const auto answers = ask_all({{"one", {"sh", "-c", "echo talk >&2; echo data"}},
                                  {"two", {"sh", "-c", "echo why >&2; exit 3"}},
                                  {"three", {"/nowhere/program"}}},
                                 folder.path(), 20);
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_TRUE(answers[0].ended_well);
    EXPECT_EQ(answers[0].output, "data\n");
    EXPECT_EQ(answers[1].exit_code, 3);
    EXPECT_EQ(answers[1].said, "why");
    EXPECT_EQ(answers[1].command, "sh -c echo why >&2; exit 3");
    EXPECT_FALSE(answers[2].ended_well);
    EXPECT_EQ(answers[2].said, "/nowhere/program: No such file or directory");
}

}  // namespace
}  // namespace accelbench::launch
