#include "topology/base/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Split, TakesBlanksOffBothEnds) {
    EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
    EXPECT_EQ(trimmed("a"), "a");
    EXPECT_EQ(trimmed(" \n"), "");
    EXPECT_EQ(trimmed(""), "");
}

TEST(Split, GivesOnePartMoreThanSeparators) {
    EXPECT_THAT(split("a:b c", ':'), ElementsAre("a", "b c"));
    EXPECT_THAT(split(":a:", ':'), ElementsAre("", "a", ""));
    EXPECT_THAT(split("", ':'), ElementsAre(""));
}

TEST(Split, AListHasNoEmptyNames) {
    EXPECT_THAT(split_list(" local, remote ,,\tbind:0 "), ElementsAre("local", "remote", "bind:0"));
    EXPECT_THAT(split_list(""), IsEmpty());
    EXPECT_THAT(split_list(" , "), IsEmpty());
}

}  // namespace
}  // namespace accelbench
