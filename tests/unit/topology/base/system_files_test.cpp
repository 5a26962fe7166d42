#include "topology/base/system_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "topology/base/temporary_folder.h"

namespace accelbench::topology {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(SystemFiles, AreReadWithoutTheNewlineAtTheirEnd) {
    const TemporaryFolder folder;
    std::ofstream(folder / "online") << "0-3\n";
    EXPECT_EQ(read_system_file(folder / "online"), "0-3");
    EXPECT_EQ(read_system_file(folder / "absent"), "");
}

// A read that fails threw through the iterator of the stream: accelbench called itself defective.
TEST(SystemFiles, ThatFailToReadSayNothing) {
    EXPECT_EQ(read_system_file("/proc"), "");
    EXPECT_EQ(read_system_file("/proc/self/mem"), "");  // its first page is mapped nowhere: EIO
}

TEST(SystemFiles, HaveKeysAndValues) {
    EXPECT_THAT(key_values("MemTotal:  16 kB\nno value\nName:\ta b \nMemTotal: 8 kB", ':'),
                ElementsAre(Pair("MemTotal", "16 kB"), Pair("Name", "a b")));
    EXPECT_THAT(key_values("pgfault 12\n", ' '), ElementsAre(Pair("pgfault", "12")));
}

TEST(SystemFiles, BeginWithANumber) {
    EXPECT_EQ(number_in("16 kB"), 16);
    EXPECT_EQ(number_in("0.25 1/200"), 0.25);
    EXPECT_EQ(number_in("max"), std::nullopt);
    EXPECT_EQ(number_in(""), std::nullopt);
    EXPECT_EQ(number_in("-1"), std::nullopt);
    EXPECT_EQ(number_in("nan"), std::nullopt);
    EXPECT_EQ(number_in("1e30"), 9e18) << "any 64-bit integer takes it";
}

}  // namespace
}  // namespace accelbench::topology
