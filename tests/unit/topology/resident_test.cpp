#include "topology/resident.h"

#include <gtest/gtest.h>

#include <vector>

#include "file_tree.h"

namespace accelbench::topology {
namespace {

TEST(Resident, IsWhatTheKernelSaysByKind) {
    FileTree tree;
    tree.write("/proc/self/status",
               "Name:\taccelbench-rank\nVmHWM:\t  700 kB\nVmRSS:\t  600 kB\nRssAnon:\t  500 kB\n"
               "RssFile:\t   70 kB\nRssShmem:\t   30 kB\nHugetlbPages:\t    4096 kB\n");
    const auto resident = read_resident(tree.root());
    EXPECT_EQ(resident.reason, "");
    EXPECT_EQ(resident.resident_bytes, 600U * 1024);
    EXPECT_EQ(resident.anonymous_bytes, 500U * 1024);
    EXPECT_EQ(resident.file_bytes, 70U * 1024);
    EXPECT_EQ(resident.shared_bytes, 30U * 1024);
    EXPECT_EQ(resident.pool_bytes, 4096U * 1024);
}

TEST(Resident, ThatIsNotToldIsAReasonAndNotZero) {
    FileTree tree;
    tree.write("/proc/self/status", "VmRSS:\t  600 kB\n");
    EXPECT_NE(read_resident(tree.root()).reason.find("Linux 4.5"), std::string::npos);
}

TEST(Resident, OfThisProcessGrowsWithWhatItTouches) {
    constexpr std::size_t bytes = std::size_t{64} << 20;
    const auto before = read_resident();
    ASSERT_EQ(before.reason, "");
    const std::vector<char> touched(bytes, 1);
    EXPECT_GE(read_resident().anonymous_bytes, before.anonymous_bytes + bytes / 2);
    EXPECT_EQ(touched.back(), 1);
}

}  // namespace
}  // namespace accelbench::topology
