#include "topology/base/index_set.h"

#include <gtest/gtest.h>

namespace accelbench::topology {
namespace {

TEST(IndexSet, ReadsAndWritesTheKernelsListFormat) {
    for (const char* text : {"", "0", "0-3,8", "0-255", "1,3,5-6"}) {
        const auto set = CpuSet::parse(text);
        ASSERT_TRUE(set) << text;
        EXPECT_EQ(set->to_string(), text);
    }
    EXPECT_EQ(CpuSet::parse("0-3,8\n")->to_string(), "0-3,8");
    EXPECT_EQ(CpuSet::parse("3,1,2,2")->to_string(), "1-3");
}

TEST(IndexSet, RefusesWhatIsNoList) {
    for (const char* text :
         {"a", "1-", "-1", "3-1", "1,,2", "1,", "0x3", "1 2", "0-99999999999", "0-2000000000"}) {
        EXPECT_FALSE(CpuSet::parse(text)) << text;
    }
}

TEST(IndexSet, StaysSortedAndUnique) {
    CpuSet set{5, 1, 5, 3};
    set.insert(2);
    set.insert(2);
    set.insert(CpuSet{9, 0});
    EXPECT_EQ(set.to_string(), "0-3,5,9");
    EXPECT_EQ(set.size(), 6);
    EXPECT_EQ(set.first(), 0);
}

TEST(IndexSet, ComparesAsSets) {
    const CpuSet set{0, 1, 2, 3};
    EXPECT_TRUE(CpuSet({1, 3}).is_subset_of(set));
    EXPECT_TRUE(CpuSet{}.is_subset_of(set));
    EXPECT_FALSE(CpuSet({3, 4}).is_subset_of(set));
    EXPECT_EQ(set.intersect({2, 3, 4}), CpuSet({2, 3}));
    EXPECT_EQ(set.minus({2, 3, 4}), CpuSet({0, 1}));
    EXPECT_TRUE(set.contains(2));
    EXPECT_FALSE(set.contains(4));
}

// Counting on behind the largest integer had no end.
TEST(IndexSet, TheLargestIntegerIsAnIndexLikeAnother) {
    EXPECT_EQ(CpuSet::parse("2147483647"), CpuSet{2147483647});
    EXPECT_EQ(CpuSet::parse("2147483646-2147483647")->to_string(), "2147483646-2147483647");
}

TEST(IndexSet, IsNamedInTheSingularOrThePlural) {
    EXPECT_EQ(named("node", NodeSet{1}), "node 1");
    EXPECT_EQ(named("cpu", CpuSet{0, 1, 4}), "cpus 0-1,4");
}

}  // namespace
}  // namespace accelbench::topology
