#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audited_tree.h"
#include "topology/audit/facts.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

constexpr double mib = 1 << 20;

std::string said_of(const Finding& finding) {
    return std::string(to_string(finding.grade)) + ": " + finding.value;
}

Space room(const std::string& path, double bytes, double free_bytes) { return {path, true, true, bytes, free_bytes}; }

// A container has 64 MiB unless it is told otherwise; the launch ended with "exit code 1" and no more.
TEST(Folders, SharedMemoryHoldsTheRanksOfALaunchOrNot) {
    const auto docker = room("/dev/shm", 64 * mib, 64 * mib);
    EXPECT_EQ(said_of(grade_shared_memory(docker, 2, true)), "good: /dev/shm: 64 MiB free of 64 MiB");
    EXPECT_EQ(said_of(grade_shared_memory(docker, 16, true)),
              "warn: /dev/shm: 64 MiB free of 64 MiB; 16 ranks may need 256 MiB");
    EXPECT_THAT(grade_shared_memory(docker, 16, true).fix, HasSubstr("--shm-size"));
    EXPECT_EQ(said_of(grade_shared_memory(room("/dev/shm", mib, mib), 2, false)),
              "bad: /dev/shm: 1 MiB free of 1 MiB, less than two ranks need");
    EXPECT_EQ(said_of(grade_shared_memory({"/dev/shm", true, false, mib, mib}, 2, false)),
              "bad: /dev/shm: can't be written");
    EXPECT_EQ(said_of(grade_shared_memory({"/dev/shm", false, false, 0, 0}, 2, false)),
              "bad: /dev/shm: no such folder");
}

TEST(Folders, ATemporaryFolderCanBeWrittenAndHasRoom) {
    EXPECT_EQ(said_of(grade_temporary(room("/tmp", 1024 * mib, 512 * mib))), "good: /tmp: 512 MiB free of 1 GiB");
    EXPECT_EQ(grade_temporary(room("/tmp", 1024 * mib, 32 * mib)).grade, Grade::warn);
    EXPECT_EQ(grade_temporary(room("/tmp", 1024 * mib, 0)).grade, Grade::bad);
    EXPECT_EQ(said_of(grade_temporary({"/gone", false, false, 0, 0})), "bad: /gone: no such folder");
    EXPECT_THAT(grade_temporary({"/gone", false, false, 0, 0}).fix, HasSubstr("TMPDIR"));
}

TEST(Folders, AreLookedAtOnThisMachineAndNotInACapturedTree) {
    const FileTree tree;
    auto input = bare(tree);
    EXPECT_EQ(row(input, "shared_memory").grade, Grade::unknown);
    input.root.clear();
    setenv("TMPDIR", tree.root().c_str(), 1);
    EXPECT_THAT(row(input, "temporary_folder").value, HasSubstr(tree.root() + ": "));
    setenv("TMPDIR", (tree.root() + "/gone").c_str(), 1);
    EXPECT_EQ(row(input, "temporary_folder").value, tree.root() + "/gone: no such folder");
    unsetenv("TMPDIR");
    EXPECT_THAT(row(input, "shared_memory").value, HasSubstr("/dev/shm: "));
}

// Job scripts export them, and nobody saw that baseline was bound.
TEST(Folders, VariablesThatBindAreFoundInTheProcessOwnFile) {
    FileTree tree;
    EXPECT_EQ(said(bare(tree), "binding_variables"), "good: none set");
    using namespace std::string_literals;
    tree.write("/proc/self/environ", "PATH=/bin\0OMP_PLACES=cores\0OMP_NUM_THREADS=4\0GOMP_CPU_AFFINITY=0-3\0"s);
    EXPECT_EQ(said(bare(tree), "binding_variables"), "warn: OMP_PLACES=cores, GOMP_CPU_AFFINITY=0-3");
    EXPECT_EQ(row(bare(tree), "binding_variables").fix, "unset OMP_PLACES GOMP_CPU_AFFINITY");
}

}  // namespace
}  // namespace accelbench::topology
