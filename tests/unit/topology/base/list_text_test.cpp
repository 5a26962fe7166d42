#include "topology/base/list_text.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace accelbench {
namespace {

TEST(ListText, JoinsWithCommasUnlessToldOtherwise) {
    EXPECT_EQ(join({"a", "b", "c"}), "a, b, c");
    EXPECT_EQ(join({"a", "b"}, "; or "), "a; or b");
    EXPECT_EQ(join({}), "");
    EXPECT_EQ(join({"", "b"}), ", b");
}

// "a and 1 more" is as long as "a, b" and says less.
TEST(ListText, LeavesOutNoSingleMember) {
    EXPECT_EQ(first_few({"a", "b", "c"}, 2), "a, b, c");
    EXPECT_EQ(first_few({"a", "b", "c", "d"}, 2), "a, b and 2 more");
    EXPECT_EQ(first_few({}), "");
}

TEST(ListText, OneIsSingular) {
    EXPECT_EQ(plural(1, "launch", "launches"), "1 launch");
    EXPECT_EQ(plural(0, "launch", "launches"), "0 launches");
    EXPECT_EQ(plural(std::uint64_t{2}, "process", "processes"), "2 processes");
}

}  // namespace
}  // namespace accelbench
