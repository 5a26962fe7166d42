#include "harness/launch/launchers/allocation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "../../set_variable.h"
#include "../../temporary_folder.h"

namespace accelbench::launch {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A PATH on which srun is only where a test puts it, and the variables of no job.
class Allocation : public testing::Test {
  protected:
    void put_srun() {
        const auto path = folder_ / "srun";
        std::ofstream(path) << "#!/bin/sh\n";
        chmod(path.c_str(), 0755);
    }
    static plan::Hosts nodes_of_job(int nodes, const std::string& list) {
        plan::Hosts hosts;
        hosts.slurm_nodes = nodes;
        hosts.slurm_nodelist = list;
        return hosts;
    }
    test::TemporaryFolder folder_;
    test::SetVariable path_{"PATH", folder_.path().c_str()};
    test::SetVariable job_{"SLURM_JOB_ID", nullptr};
};

// A shell kept SLURM_JOB_NUM_NODES of a job that was over: a sweep planned machines that nothing could start.
TEST_F(Allocation, OfAJobThatIsOverIsForgottenAndSaidToBe) {
    put_srun();
    for (const char* list : {"", "node[1-2]"}) {
        auto hosts = nodes_of_job(2, list);
        EXPECT_EQ(forget_unreachable_allocation(hosts),
                  "SLURM_JOB_NUM_NODES is set without SLURM_JOB_ID, and ignored: only this machine is measured");
        EXPECT_EQ(hosts.available(), 1);
        EXPECT_EQ(hosts.slurm_nodelist, "");
    }
}

TEST_F(Allocation, OfAJobWhoseSrunIsNotHereIsForgottenAndSaidToBe) {
    const test::SetVariable job("SLURM_JOB_ID", "77");
    auto hosts = nodes_of_job(2, "node[1-2]");
    EXPECT_THAT(forget_unreachable_allocation(hosts),
                AllOf(HasSubstr("inside Slurm job 77, but no srun on the PATH"), HasSubstr("--hosts names others")));
    EXPECT_EQ(hosts.available(), 1);
    EXPECT_EQ(hosts.slurm_nodelist, "");
}

TEST_F(Allocation, ThatSrunCanUseStays) {
    const test::SetVariable job("SLURM_JOB_ID", "77");
    put_srun();
    auto hosts = nodes_of_job(2, "node[1-2]");
    EXPECT_EQ(forget_unreachable_allocation(hosts), "");
    EXPECT_EQ(hosts.slurm_nodes, 2);
    EXPECT_EQ(hosts.slurm_nodelist, "node[1-2]");
}

// With --hosts no machine is taken away: nothing was to be said. Its job's list would look for rank 0 elsewhere.
TEST_F(Allocation, BesideNamedHostsIsForgottenWithoutAMessage) {
    auto hosts = nodes_of_job(0, "node[1-2]");
    hosts.names = {"a", "b"};
    EXPECT_EQ(forget_unreachable_allocation(hosts), "");
    EXPECT_EQ(hosts.slurm_nodelist, "");
    EXPECT_EQ(hosts.available(), 2);
}

}  // namespace
}  // namespace accelbench::launch
