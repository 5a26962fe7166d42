#include "harness/plan/hosts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "../failure_text.h"
#include "../temporary_folder.h"

namespace accelbench::plan {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;

Hosts from_file(const std::string& text) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "hosts") << text;
    SweepOptions options;
    options.hostfile = folder / "hosts";
    return find_hosts(options);
}

TEST(Hosts, AHostfileOfOpenMpiAndOneOfAccelerateAreRead) {
    EXPECT_THAT(from_file("# rack 1\nnode1 slots=8\n\nnode2 slots=8 max_slots=16 # spare\n").names,
                ElementsAre("node1", "node2"));
    EXPECT_THAT(from_file("10.0.0.1:4\n10.0.0.2:4\n").names, ElementsAre("10.0.0.1", "10.0.0.2"));
}

TEST(Hosts, ABadLineIsNamedByItsNumber) {
    EXPECT_THAT(failure_text([] { from_file("node1\nnode 2\n"); }),
                HasSubstr("line 2: 'node 2' is not a host"));
    EXPECT_THAT(failure_text([] { from_file("\n# nobody\n"); }), HasSubstr("no host in it"));
}

// A name that begins with a dash would be read by the launcher as one of its options.
TEST(Hosts, ANameThatLooksLikeAnOptionIsRefused) {
    SweepOptions options;
    options.hosts = {"--mca"};
    EXPECT_THAT(failure_text([&] { find_hosts(options); }), HasSubstr("'--mca' is not a host"));
}

TEST(Hosts, AMissingFileSaysSo) {
    SweepOptions options;
    options.hostfile = "/nowhere/hosts";
    EXPECT_THAT(failure_text([&] { find_hosts(options); }),
                HasSubstr("--hostfile /nowhere/hosts: No such file"));
}

TEST(Hosts, ASlurmAllocationCountsItsNodes) {
    setenv("SLURM_JOB_NUM_NODES", "3", 1);
    EXPECT_EQ(find_hosts({}).available(), 3);
    unsetenv("SLURM_JOB_NUM_NODES");
    EXPECT_EQ(find_hosts({}).available(), 1);
}

}  // namespace
}  // namespace accelbench::plan
