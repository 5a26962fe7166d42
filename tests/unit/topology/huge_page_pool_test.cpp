#include "topology/huge_page_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "file_tree.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto whole = "/sys/kernel/mm/hugepages/hugepages-2048kB";

void set_aside(const FileTree& tree, const std::string& folder, int total, int free) {
    tree.write(folder + "/nr_hugepages", std::to_string(total) + "\n");
    tree.write(folder + "/free_hugepages", std::to_string(free) + "\n");
}

std::string of_node(int node) {
    return "/sys/devices/system/node/node" + std::to_string(node) + "/hugepages/hugepages-2048kB";
}

HugePagePool two_nodes() { return {{{0, {64, 60}}, {2, {8, 4}}}, 0}; }

TEST(HugePagePool, IsReadByNode) {
    FileTree tree;
    set_aside(tree, whole, 72, 64);
    tree.write(std::string(whole) + "/resv_hugepages", "5\n");
    set_aside(tree, of_node(0), 64, 60);
    set_aside(tree, of_node(2), 8, 4);
    tree.write("/sys/devices/system/node/possible", "0-2\n");
    auto pool = two_nodes();
    pool.promised = 5;
    EXPECT_EQ(read_huge_page_pool(tree.root()), pool);
}

TEST(HugePagePool, OfAKernelWithoutNumaIsOnNodeZero) {
    FileTree tree;
    set_aside(tree, whole, 7, 3);
    EXPECT_EQ(read_huge_page_pool(tree.root()), (HugePagePool{{{0, {7, 3}}}, 0}));
}

TEST(HugePagePool, ThatIsNotThereIsNotAnEmptyOne) {
    FileTree tree;
    EXPECT_EQ(read_huge_page_pool(tree.root()), std::nullopt);
    EXPECT_THAT(why_pool_is_short(std::nullopt, {{0, 1}}), HasSubstr("choose --pages thp"));
}

TEST(HugePagePool, ThatHoldsWhatIsWantedIsNotShort) {
    EXPECT_EQ(why_pool_is_short(two_nodes(), {{0, 60}, {2, 4}}), "");
    EXPECT_EQ(why_pool_is_short(two_nodes(), {{-1, 64}}), "");
}

// mmap looks at the pool as a whole: bound to node 2 the process would die of SIGBUS at first touch.
TEST(HugePagePool, ANodeThatIsShortIsNamedWithTheCommandThatSetsEnoughAside) {
    EXPECT_EQ(
        why_pool_is_short(two_nodes(), {{0, 10}, {2, 6}}),
        "the pool of huge pages is short: 6 of 2 MiB on node 2 are needed, 4 of its 8 are free. As root "
        "(of a container: on its host): echo 10 > "
        "/sys/devices/system/node/node2/hugepages/hugepages-2048kB/nr_hugepages; or choose --pages thp");
}

TEST(HugePagePool, EachShortNodeHasItsCommand) {
    const auto why = why_pool_is_short(two_nodes(), {{0, 100}, {2, 6}, {3, 1}});
    EXPECT_THAT(why, HasSubstr("echo 104 > /sys/devices/system/node/node0/"));
    EXPECT_THAT(why, HasSubstr(" && echo 10 > /sys/devices/system/node/node2/"));
    EXPECT_THAT(why, HasSubstr("1 of 2 MiB on node 3 are needed, 0 of its 0 are free"));
}

// mmap looks at the whole pool, whatever node is bound: 40 of 60 free ones, 30 of them promised, are refused.
TEST(HugePagePool, WhatIsPromisedToOthersIsNotFreeOnANodeEither) {
    HugePagePool pool{{{0, {64, 60}}}, 30};
    EXPECT_EQ(why_pool_is_short(pool, {{0, 30}}), "");
    const auto why = why_pool_is_short(pool, {{0, 40}});
    EXPECT_THAT(why, HasSubstr("40 of 2 MiB on this machine are needed, 30 of its 64 are free (30 that look free are "
                               "reserved for mappings). As root"));
    EXPECT_THAT(why, HasSubstr("echo 74 > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"));
    EXPECT_THAT(why_pool_is_short(pool, {{1, 1}}), Not(HasSubstr("promised"))) << "node 1 has none at all";
    pool.promised = 99;
    EXPECT_THAT(why_pool_is_short(pool, {{0, 1}}), HasSubstr("0 of its 64 are free"));
}

TEST(HugePagePool, WhatMayBeAnywhereIsWantedBesideWhatIsBound) {
    const HugePagePool pool{{{0, {12, 12}}}, 0};
    EXPECT_EQ(why_pool_is_short(pool, {{-1, 7}, {0, 5}}), "");
    EXPECT_THAT(why_pool_is_short(pool, {{-1, 10}, {0, 5}}),
                HasSubstr("15 of 2 MiB on this machine are needed, 12 of its 12 are free"));
}

// Pages that the first command sets aside are counted in the second, which is given the whole pool's size.
TEST(HugePagePool, CommandsForANodeAndForTheMachineTogetherSetJustEnoughAside) {
    const auto why = why_pool_is_short(two_nodes(), {{-1, 70}, {2, 6}});
    EXPECT_THAT(why, HasSubstr("6 of 2 MiB on node 2 are needed, 4 of its 8 are free; 76 of 2 MiB on this "
                               "machine are needed, 64 of its 72 are free"));
    EXPECT_THAT(why, HasSubstr("echo 10 > /sys/devices/system/node/node2/hugepages/hugepages-2048kB/"
                               "nr_hugepages && echo 84 > /sys/kernel/mm/hugepages/"));
    EXPECT_THAT(why_pool_is_short(two_nodes(), {{0, 60}, {2, 6}}), Not(HasSubstr("on this machine")));
}

TEST(HugePagePool, WhatIsPromisedToOthersIsNotFree) {
    auto pool = two_nodes();
    pool.promised = 3;
    EXPECT_EQ(why_pool_is_short(pool, {{-1, 61}}), "");
    EXPECT_THAT(why_pool_is_short(pool, {{-1, 62}}),
                HasSubstr("62 of 2 MiB on this machine are needed, 61 of its 72 are free"));
    EXPECT_THAT(why_pool_is_short(pool, {{-1, 62}}),
                HasSubstr("echo 73 > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"));
}

TEST(HugePagePool, HalvesOfPagesAreRoundedUpOnceForAllNodes) {
    auto pool = two_nodes();
    pool.promised = 61;
    EXPECT_EQ(why_pool_is_short(pool, {{0, 1.5}, {2, 1.5}}), "");
    EXPECT_THAT(why_pool_is_short(pool, {{0, 1.5}, {2, 1.75}}),
                HasSubstr("4 of 2 MiB on this machine are needed"));
}

}  // namespace
}  // namespace accelbench::topology
