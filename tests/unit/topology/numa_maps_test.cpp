#include "topology/numa_maps.h"

#include <gtest/gtest.h>

#include "topology/observe_threads.h"

namespace accelbench::topology {
namespace {

constexpr auto maps =
    "7f0000000000-7f0000400000 rw-p 00000000 00:00 0 \n"
    "7f0000600000-7f0000a00000 rw-p 00000000 00:0f 77 /dev/hugepages/x\n"
    "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]\n";
constexpr auto numa_maps =
    "7f0000000000 bind:1 anon=1024 dirty=1024 active=0 N0=24 N1=1000 kernelpagesize_kB=4\n"
    "7f0000600000 interleave:0-1 file=/dev/hugepages/x huge anon=2 N0=1 N1=1 kernelpagesize_kB=2048\n"
    "7ffc00000000 default stack anon=3 N12=3 kernelpagesize_kB=4\n"
    "not a mapping\n";

TEST(NumaMaps, PagesAreCountedPerNode) {
    const auto mappings = parse_numa_maps(maps, numa_maps, 4096);
    ASSERT_EQ(mappings.size(), 3u);
    EXPECT_EQ(mappings[0].begin, 0x7f0000000000u);
    EXPECT_EQ(mappings[0].end, 0x7f0000400000u);
    EXPECT_EQ(mappings[0].pages_by_node, (std::map<int, std::uint64_t>{{0, 24}, {1, 1000}}));
    EXPECT_EQ(mappings[2].pages_by_node, (std::map<int, std::uint64_t>{{12, 3}}));
}

TEST(NumaMaps, AHugePageIsAsManyBasePagesAsItHolds) {
    const auto mappings = parse_numa_maps(maps, numa_maps, 4096);
    ASSERT_EQ(mappings.size(), 3u);
    EXPECT_EQ(mappings[1].pages_by_node, (std::map<int, std::uint64_t>{{0, 512}, {1, 512}}));
}

TEST(NumaMaps, AMappingWithoutAnEndIsLeftOut) {
    EXPECT_TRUE(parse_numa_maps("", numa_maps, 4096).empty());
    EXPECT_TRUE(parse_numa_maps(maps, "", 4096).empty());
}

TEST(ThreadFiles, ANameWithBlanksAndParenthesesDoesNotShiftTheCpu) {
    std::string stat = "42 (a) b (c)) S";
    for (int field = 4; field <= 38; ++field) stat += " 0";
    stat += " 7 0 0";
    const auto thread =
        parse_thread(42, "Name:\ta) b (c)\nCpus_allowed:\t88\nCpus_allowed_list:\t3,7\n", stat);
    ASSERT_TRUE(thread);
    EXPECT_EQ(thread->tid, 42);
    EXPECT_EQ(thread->cpu, 7);
    EXPECT_EQ(thread->allowed, CpuSet({3, 7}));
    EXPECT_EQ(thread->name, "a) b (c)");
}

TEST(ThreadFiles, AThreadThatHasEndedIsNone) { EXPECT_FALSE(parse_thread(42, "", "")); }

}  // namespace
}  // namespace accelbench::topology
