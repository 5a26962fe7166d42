#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "captured_tree.h"
#include "harness/counters/linux/kernel_sources.h"
#include "harness/counters/linux/numa_events.h"
#include "harness/counters/linux/rapl.h"
#include "harness/counters/linux/resctrl.h"
#include "readings.h"
#include "tests/unit/topology/in_child.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;
using topology::in_child;

constexpr auto skip = "skip: ";

/// What an ordinary user is told of a tree where `path` may not be read. Root reads everything, so a child
/// gives it up.
std::string told_to_nobody(const CapturedTree& tree, const std::string& path,
                           const std::function<std::string()>& ask) {
    namespace files = std::filesystem;
    files::permissions(tree.root(), files::perms::all);
    const auto before = files::status(tree.root() + path).permissions();
    files::permissions(tree.root() + path, files::perms::none);
    const auto told = in_child([&]() -> std::string {
        constexpr uid_t nobody = 65534;
        if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0) return "can't become another user";
        return ask();
    });
    files::permissions(tree.root() + path, before);
    return told;
}

TEST(Refusal, OfEnergyToAllButRootNamesTheFileAndTheRemedy) {
    CapturedTree tree("amd");
    constexpr auto path = "/sys/class/powercap/intel-rapl:1/energy_uj";
    const auto told = told_to_nobody(tree, path, [&] {
        auto source = open_rapl(tree.root());
        if (reading_of(*source, "energy_joules").value) return std::string("it was read all the same");
        return reason_of(*source, "energy_joules");
    });
    EXPECT_EQ(told, std::string(path) +
                        " can't be read (Permission denied): since Linux 5.10 root alone may; run as root, "
                        "or as root chmod a+r " +
                        path);
}

TEST(Refusal, OfResctrlToAllButRootIsNotCalledUnmounted) {
    CapturedTree tree("amd");
    const auto reason = [&] { return reason_of(*open_resctrl(tree.root()), "mbm_total_bytes"); };
    EXPECT_EQ(told_to_nobody(tree, "/sys/fs/resctrl", reason),
              "/sys/fs/resctrl can't be read (Permission denied): run as root");
    EXPECT_THAT(told_to_nobody(tree, "/sys/fs/resctrl/mon_data/mon_L3_03/mbm_total_bytes", reason),
                HasSubstr("mon_L3_03/mbm_total_bytes can't be read (Permission denied): run as root"));
}

/// "" when a mount namespace of our own is there, in which nothing reaches the machine's mounts.
std::string own_mounts() {
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return std::string(skip) + "no mount namespace is permitted here";
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return std::string(skip) + "mounts can't be made private here";
    return "";
}

/// Name, reason and whether there is a value, a line for each counter of the real machine.
std::string all_counters(bool with_values) {
    std::string lines;
    for (const auto& kind : kernel_sources()) {
        auto source = kind.open("");
        const auto readings = source->read();
        for (std::size_t i = 0; i < readings.size(); ++i) {
            const auto& counter = source->counters()[i];
            if (with_values || kind.name != "getrusage")
                lines += fmt::format("{}: {}{}\n", counter.name, counter.reason,
                                     readings[i].value ? "HAS A VALUE" : "");
        }
    }
    return lines;
}

// A container that hides /proc and /sys must not read as a machine where nothing happened.
TEST(Refusal, OfAllOfProcAndSysIsAReasonForEachCounter) {
    const auto told = in_child([] {
        auto failed = own_mounts();
        for (const char* hidden : {"/proc", "/sys"})
            if (failed.empty() && mount("none", hidden, "tmpfs", 0, nullptr) != 0)
                failed = std::string(skip) + "no tmpfs";
        return failed.empty() ? all_counters(false) : failed;
    });
    if (told.starts_with(skip)) GTEST_SKIP() << told;
    std::istringstream lines(told);
    int counters = 0;
    for (std::string line; std::getline(lines, line); ++counters) {
        EXPECT_EQ(line.find("HAS A VALUE"), std::string::npos) << line;
        EXPECT_GT(line.size(), line.find(": ") + 10) << line;
    }
    EXPECT_GE(counters, 20);
}

// Docker and its kind put /dev/null over what they hide: the kernel would be blamed for being built without
// it.
TEST(Refusal, ByAnEmptyFileIsNotBlamedOnTheKernel) {
    CapturedTree tree("intel-sub-numa");
    tree.remove("/sys/devices/system/node");
    for (const std::string file :
         {"/proc/vmstat", "/proc/stat", "/proc/pressure/cpu", "/proc/self/numa_maps"})
        tree.write(file, "");
    for (const std::string name :
         {"numa_hit", "thp_faults", "steal_seconds", "psi_cpu_some", "resident_bytes"}) {
        for (const auto& kind : kernel_sources()) {
            const auto source = kind.open(tree.root());
            for (const auto& counter : source->counters())
                if (counter.name == name) {
                    EXPECT_THAT(counter.reason, HasSubstr("is empty")) << name;
                }
        }
    }
}

TEST(Refusal, ToWriteToSysTakesNoCounterAway) {
    const auto told = in_child([]() -> std::string {
        if (const auto failed = own_mounts(); !failed.empty()) return failed;
        const auto before = all_counters(true);
        if (mount("/sys", "/sys", nullptr, MS_BIND | MS_REC, nullptr) != 0 ||
            mount("none", "/sys", nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0)
            return std::string(skip) + "/sys can't be made read-only here";
        if (open("/sys/kernel/mm/transparent_hugepage/enabled", O_WRONLY) >= 0)
            return "/sys can be written to";
        const auto after = all_counters(true);
        if (before != after) return before + "became\n" + after;
        if (!std::ifstream("/sys/devices/system/node/node0/numastat")) return "";
        const auto hits = reading_of(*open_numa_events(), "numa_hit");
        return hits.by_node.contains(0) ? "" : "numastat can be read, but was not";
    });
    if (told.starts_with(skip)) GTEST_SKIP() << told;
    EXPECT_EQ(told, "");
}

}  // namespace
}  // namespace accelbench::counters
