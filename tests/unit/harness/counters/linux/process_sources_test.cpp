#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>

#include "../captured_tree.h"
#include "../readings.h"
#include "harness/counters/linux/migrations.h"
#include "harness/counters/linux/residency.h"
#include "harness/counters/linux/usage.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

// A gauge that the recorder took for a sum would show what the steps added, which is nothing.
TEST(Residency, IsALevelOfAllMappingsByNodeInTheirOwnPageSize) {
    topology::FileTree tree;
    tree.write("/proc/self/maps", "1000-9000 rw-p 0 00:00 0\n200000-600000 rw-p 0 00:00 0\n");
    tree.write("/proc/self/numa_maps",
               "1000 default anon=3 dirty=3 N0=2 N1=1 kernelpagesize_kB=4\n200000 bind:1 anon=2 N1=2 "
               "kernelpagesize_kB=2048\n");
    auto source = open_residency(tree.root());
    EXPECT_TRUE(source->is_gauge());
    const auto reading = reading_of(*source, "resident_bytes");
    EXPECT_EQ(reading.by_node, (std::map<int, double>{{0, 8192}, {1, 4096 + (4 << 20)}}));
    EXPECT_EQ(reading.value, 8192 + 4096 + (4 << 20));
}

TEST(Residency, ThatIsHiddenHasAReason) {
    topology::FileTree tree;
    EXPECT_THAT(reason_of(*open_residency(tree.root()), "resident_bytes"),
                HasSubstr("/proc/self/numa_maps can't be read (No such file or directory)"));
}

TEST(Residency, OfThisProcessGrowsByWhatIsTouched) {
    auto source = open_residency();
    if (const auto reason = reason_of(*source, "resident_bytes"); !reason.empty()) GTEST_SKIP() << reason;
    constexpr std::size_t bytes = 32 << 20;
    const auto before = *reading_of(*source, "resident_bytes").value;
    void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(pages, MAP_FAILED);
    std::memset(pages, 1, bytes);
    const auto grown = *reading_of(*source, "resident_bytes").value - before;
    munmap(pages, bytes);
    EXPECT_GE(grown, bytes);
    EXPECT_LE(grown, bytes + (4 << 20));
}

TEST(Usage, CountsThisProcessesFaultsAtPhaseBorders) {
    auto source = open_usage();
    EXPECT_TRUE(source->at_borders());
    const auto page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t bytes = 1000 * page_bytes;
    void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(pages, MAP_FAILED);
    madvise(pages, bytes, MADV_NOHUGEPAGE);
    const auto before = *reading_of(*source, "minor_faults").value;
    std::memset(pages, 1, bytes);
    const auto faults = *reading_of(*source, "minor_faults").value - before;
    munmap(pages, bytes);
    EXPECT_GE(faults, 1000);
    EXPECT_LE(faults, 1100);
    EXPECT_EQ(source->counters().size(), 4u);
}

TEST(Migrations, AreFoundInWhatThreadsSay) {
    EXPECT_EQ(
        parse_migrations("cat (7, #threads: 1)\n---\nse.nr_migrations        :        12\nnr_switches : 3\n"),
        12u);
    EXPECT_EQ(parse_migrations("nr_migrations : 4\n"), 4u);
    EXPECT_EQ(parse_migrations("nr_switches : 3\n"), std::nullopt);
}

TEST(Migrations, OfAThreadThatEndedStayCounted) {
    MigrationSum sum;
    EXPECT_EQ(sum.update({{1, 10}, {2, 5}}), 15u);
    EXPECT_EQ(sum.update({{1, 11}}), 16u);
    EXPECT_EQ(sum.update({{1, 11}, {2, 3}}), 19u);  // the number 2 again, of another thread
    EXPECT_EQ(sum.update({{1, 11}, {2, 1}}), 20u);  // and yet another
}

TEST(Migrations, AreSummedOverThreadsOrHaveAReason) {
    topology::FileTree tree;
    EXPECT_THAT(reason_of(*open_migrations(tree.root()), "cpu_migrations"), HasSubstr("shows no threads"));
    tree.write("/proc/self/task/11/status", "Name: x\n");
    EXPECT_THAT(reason_of(*open_migrations(tree.root()), "cpu_migrations"), HasSubstr("CONFIG_SCHED_DEBUG"));
    tree.write("/proc/self/task/11/sched", "se.nr_migrations : 12\n");
    tree.write("/proc/self/task/12/sched", "se.nr_migrations : 3\n");
    EXPECT_EQ(reading_of(*open_migrations(tree.root()), "cpu_migrations").value, 15);
}

}  // namespace
}  // namespace accelbench::counters
