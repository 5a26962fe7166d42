#include "topology/base/this_host.h"

#include <gtest/gtest.h>

#include "topology/base/system_files.h"

namespace accelbench {
namespace {

TEST(ThisHost, IsCalledWhatLinuxCallsIt) {
    EXPECT_FALSE(host_name().empty());
    EXPECT_EQ(host_name(), topology::read_system_file("/proc/sys/kernel/hostname"));
}

TEST(ThisHost, HasOneNumberForEachBoot) {
    const auto boot = boot_id();
    if (boot.empty()) GTEST_SKIP() << "/proc hides the boot's number";
    EXPECT_EQ(boot.size(), 36U) << boot;  // a UUID
    EXPECT_EQ(boot_id(), boot);
}

}  // namespace
}  // namespace accelbench
