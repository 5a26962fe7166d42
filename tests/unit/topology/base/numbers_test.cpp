#include "topology/base/numbers.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace accelbench {
namespace {

TEST(Numbers, AreTheWholeText) {
    EXPECT_EQ(number_from<int>("42"), 42);
    EXPECT_EQ(number_from<int>("-7"), -7);
    EXPECT_EQ(number_from<double>("1.5e3"), 1500);
    for (const auto* text : {"", " 1", "1 ", "+1", "1x", "x", "0x1", "1,2"})
        EXPECT_EQ(number_from<int>(text), std::nullopt) << "'" << text << "'";
}

// A cast would make 4294967296 processes 0.
TEST(Numbers, ThatTheTypeCanNotHoldAreNone) {
    EXPECT_EQ(number_from<int>("2147483648"), std::nullopt);
    EXPECT_EQ(number_from<std::uint64_t>("18446744073709551615"), UINT64_MAX);
    EXPECT_EQ(number_from<std::uint64_t>("-1"), std::nullopt);
}

TEST(Numbers, MayHaveAnotherBase) {
    EXPECT_EQ(number_from<std::uint64_t>("7ffd", 16), 0x7ffdU);
    EXPECT_EQ(number_from<std::uint64_t>("0x1", 16), std::nullopt);
}

TEST(Numbers, StandBehindTheNamesOfFolders) {
    EXPECT_EQ(number_behind("node", "node12"), 12);
    EXPECT_EQ(number_behind("", "7"), 7);
    for (const auto* name : {"node", "nodes1", "card7", "node1x", "node-1", "node99999999999"})
        EXPECT_EQ(number_behind("node", name), std::nullopt) << name;
}

}  // namespace
}  // namespace accelbench
