#include "harness/launch/process/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "../../temporary_folder.h"

namespace accelbench::launch {
namespace {

double slowdown_at(const std::string& loadavg, int cpus) {
    const test::TemporaryFolder root;
    std::filesystem::create_directory(root / "proc");
    std::ofstream(root / "proc/loadavg") << loadavg;
    return slowdown(root.path(), cpus);
}

TEST(Load, ItIsTheLoadForEachCpuAndNeverLessThanNone) {
    EXPECT_DOUBLE_EQ(slowdown_at("22.00 20.10 11.00 3/300 4711\n", 2), 11);
    EXPECT_DOUBLE_EQ(slowdown_at("22.00 20.10 11.00 3/300 4711\n", 64), 1);
    EXPECT_DOUBLE_EQ(slowdown_at("9000.00 1 1 3/300 4711\n", 2), 100);
}

TEST(Load, WhereTheSystemDoesNotTellThereIsNone) {
    EXPECT_DOUBLE_EQ(slowdown("/nowhere", 2), 1);
    EXPECT_DOUBLE_EQ(slowdown_at("", 2), 1);
}

}  // namespace
}  // namespace accelbench::launch
