#include "harness/counters/processor/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "../../../topology/file_tree.h"
#include "../../../topology/in_child.h"
#include "../../../topology/system_call_filter.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

/// /proc and /sys of a machine with counters, at this level of perf_event_paranoid.
class Machine : public topology::FileTree {
  public:
    explicit Machine(const std::string& paranoid) {
        write("/sys/bus/event_source/devices/cpu/type", "4\n");
        write("/sys/bus/event_source/devices/software/type", "1\n");
        if (!paranoid.empty()) write("/proc/sys/kernel/perf_event_paranoid", paranoid + "\n");
    }
};

TEST(Access, WherePermittedNothingStandsInTheWay) {
    const Machine tree("-1");
    const auto access = counting_access({0, 0, 0}, tree.root(), false);
    EXPECT_EQ(access.core, "");
    EXPECT_EQ(access.uncore, "");
    EXPECT_TRUE(access.kernel_code);
}

TEST(Access, ALevelOfThreeNamesItselfAndTheCommandThatEndsIt) {
    const Machine tree("3");
    const auto access = counting_access({EACCES, EACCES, EACCES}, tree.root(), false);
    EXPECT_THAT(access.core,
                HasSubstr("perf_event_paranoid is 3: counting needs 2 or lower, or CAP_PERFMON; as root: "
                          "sysctl -w kernel.perf_event_paranoid=2"));
    EXPECT_THAT(access.uncore, HasSubstr("is 3: counting a whole socket needs 0 or lower"));
}

// The usual level: silent zeros for what the kernel does, and no sockets.
TEST(Access, ALevelOfTwoLeavesUserCode) {
    const Machine tree("2");
    const auto access = counting_access({0, EACCES, EACCES}, tree.root(), false);
    EXPECT_EQ(access.core, "");
    EXPECT_FALSE(access.kernel_code);
    EXPECT_THAT(access.uncore, HasSubstr("kernel.perf_event_paranoid=0"));
}

TEST(Access, ALevelThatIsHiddenIsNotInvented) {
    const Machine tree("");
    EXPECT_THAT(counting_access({EACCES, EACCES, EACCES}, tree.root(), false).core,
                HasSubstr("perf_event_paranoid can't be read here and is too high"));
}

TEST(Access, AContainerThatRefusesTheCallGetsItsOwnRemedy) {
    const Machine tree("-1");
    const auto access = counting_access({EPERM, EPERM, EPERM}, tree.root(), false);
    EXPECT_THAT(access.core, HasSubstr("not permitted in this container"));
    EXPECT_THAT(access.core, HasSubstr("--cap-add PERFMON"));
}

TEST(Access, AKernelWithoutPerformanceEventsSaysSo) {
    const Machine tree("");
    EXPECT_THAT(counting_access({ENOSYS, ENOSYS, ENOSYS}, tree.root(), false).core,
                HasSubstr("no perf_event_open"));
}

// More permission would not help: no level makes a PMU.
TEST(Access, AGuestWithoutPmuIsToldThatAndNotOfPermissions) {
    const topology::FileTree tree;
    tree.write("/sys/bus/event_source/devices/software/type", "1\n");
    tree.write("/proc/sys/kernel/perf_event_paranoid", "3\n");
    const auto access = counting_access({EACCES, EACCES, EACCES}, tree.root(), true);
    EXPECT_THAT(access.core, HasSubstr("no PMU in this virtual machine"));
    EXPECT_THAT(access.uncore, HasSubstr("no PMU in this virtual machine"));
    EXPECT_THAT(counting_access({0, 0, 0}, tree.root(), false).core, HasSubstr("dmesg"));
}

TEST(Access, ArmsCountersHaveTheirOwnName) {
    const topology::FileTree tree;
    tree.write("/sys/bus/event_source/devices/armv8_pmuv3_0/type", "8\n");
    EXPECT_EQ(counting_access({0, 0, 0}, tree.root(), false).core, "");
}

TEST(Access, WhereSysIsHiddenWhatWasTriedDecides) {
    const topology::FileTree empty;
    EXPECT_EQ(counting_access({0, 0, 0}, empty.root(), false).core, "");
}

// The real call, refused as a container's seccomp profile refuses it.
TEST(Access, ARealRefusalBySeccompIsMetAsEperm) {
    const auto met = topology::in_child([] {
        topology::refuse_system_calls({SYS_perf_event_open}, EPERM);
        const auto tried = try_counting();
        return std::to_string(tried.user_code) + " " + std::to_string(tried.whole_cpu);
    });
    EXPECT_EQ(met, "1 1");
}

// Without privileges, at the level that this machine has: the kernel's own answers, and no other than its
// rule.
TEST(Access, WithoutPrivilegesTheKernelsRuleIsMet) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can give privileges up";
    const int level = [] {
        std::ifstream file("/proc/sys/kernel/perf_event_paranoid");
        int number = 99;
        file >> number;
        return number;
    }();
    if (level == 99) GTEST_SKIP() << "/proc/sys/kernel/perf_event_paranoid can't be read here";
    const auto met = topology::in_child([] {
        if (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0)
            return std::string("kept");
        const auto tried = try_counting();
        return std::to_string(tried.user_code) + " " + std::to_string(tried.kernel_code) + " " +
               std::to_string(tried.whole_cpu);
    });
    const auto answer = [&](int highest) { return std::to_string(level <= highest ? 0 : EACCES); };
    EXPECT_EQ(met, answer(2) + " " + answer(1) + " " + answer(0)) << "perf_event_paranoid is " << level;
}

}  // namespace
}  // namespace accelbench::counters
