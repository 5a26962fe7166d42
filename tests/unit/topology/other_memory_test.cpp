#include "topology/other_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "topology/numa_maps.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t mib = 1 << 20;

std::uint64_t sum_of(const std::map<int, std::uint64_t>& bytes) {
    std::uint64_t sum = 0;
    for (const auto& [node, amount] : bytes) sum += amount;
    return sum;
}

TEST(OtherMemory, LeavesTheBuffersOut) {
    NumaBuffer buffer("weights", 64 * mib, {});
    buffer.touch(0, 64 * mib);
    const std::array<const NumaBuffer*, 1> list{&buffer};
    const auto with = observe_other_memory({}), without = observe_other_memory(list);
    if (!with.reason.empty()) GTEST_SKIP() << with.reason;
    EXPECT_GT(sum_of(without.private_bytes), 0u);
    EXPECT_GT(sum_of(without.file_bytes), 0u);
    EXPECT_NEAR(static_cast<double>(sum_of(with.private_bytes)),
                static_cast<double>(sum_of(without.private_bytes) + 64 * mib), static_cast<double>(mib));
}

// Heap on the wrong node is part of the step's memory: MPI sums there.
TEST(OtherMemory, PrivateMemoryOffThePolicysNodesIsMisplaced) {
    const OtherMemory memory{"", {{0, 30 * mib}, {1, 12 * mib}}, {{1, mib}}, {{0, mib}, {1, 9 * mib}}};
    EXPECT_EQ(check_other_memory(memory, {MemoryMode::bind, {0}}),
              "12.0 of 42.0 MiB of heap, stacks and other memory besides the buffers are not on nodes 0, "
              "where bind "
              "puts them");
    EXPECT_EQ(check_other_memory(memory, {MemoryMode::interleave, {0, 1}}), "");
    EXPECT_EQ(check_other_memory(memory, {}), "") << "baseline puts it nowhere";
}

TEST(OtherMemory, AHundredthMayBeElsewhereAndFilesAnywhere) {
    const OtherMemory memory{"", {{0, 99 * mib}, {1, mib}}, {{1, 50 * mib}}, {{1, 50 * mib}}};
    EXPECT_EQ(check_other_memory(memory, {MemoryMode::bind, {0}}), "");
    EXPECT_THAT(check_other_memory({"", {{0, 98 * mib}, {1, 2 * mib}}, {}, {}}, {MemoryMode::bind, {0}}),
                HasSubstr("2.0 of 100.0 MiB"));
    EXPECT_EQ(check_other_memory({"no numa_maps", {}, {}, {}}, {MemoryMode::bind, {0}}), "");
}

TEST(NumaMaps, TellFilesAndSharedMemoryFromTheHeap) {
    const auto mappings = parse_numa_maps(
        "1000-3000 rw-p 00000000 00:00 0 [heap]\n"
        "4000-6000 r-xp 00000000 08:01 9 /usr/lib/libmpi.so\n"
        "7000-9000 rw-s 00000000 00:0f 3 /dev/shm/segment\n"
        "a000-b000 r--s 00000000 08:01 9 /usr/share/gconv\n",
        "1000 default heap anon=2 N0=2 kernelpagesize_kB=4\n4000 default file=/usr/lib/libmpi.so mapped=2 "
        "N1=2\n"
        "7000 default file=/dev/shm/segment dirty=2 N0=2\na000 default file=/usr/share/gconv mapped=1 N0=1\n",
        4096);
    ASSERT_EQ(mappings.size(), 4u);
    const auto kind = [&](std::size_t i) { return std::pair(mappings[i].is_file, mappings[i].is_shared); };
    EXPECT_EQ(kind(0), std::pair(false, false));
    EXPECT_EQ(kind(1), std::pair(true, false));
    EXPECT_EQ(kind(2), std::pair(true, true));
    EXPECT_EQ(kind(3), std::pair(true, false)) << "nobody writes there";
}

}  // namespace
}  // namespace accelbench::topology
