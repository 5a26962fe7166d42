#include "harness/launch/hosts/rank_zero.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace accelbench::launch {
namespace {

std::string this_name() {
    char name[256] = "";
    gethostname(name, sizeof name - 1);
    return name;
}

std::string address(const plan::Hosts& hosts, const char* launcher, int machines) {
    return address_of_rank_0(hosts, *find_launcher(launcher), machines);
}

plan::Hosts named(std::vector<std::string> names) {
    plan::Hosts hosts;
    hosts.names = std::move(names);
    return hosts;
}

TEST(RankZero, IsOnTheFirstMachineThatWasNamed) {
    EXPECT_EQ(address(named({"b", "a"}), "mpich", 2), "b");
    EXPECT_EQ(address(named({"b", "a"}), "openmpi", 2), "b");
    EXPECT_EQ(address(named({"b", "a"}), "slurm", 2), "b") << "no list of a job says otherwise";
}

TEST(RankZero, OnOneMachineIsReachedWithoutANetwork) {
    EXPECT_EQ(address(named({"b", this_name()}), "openmpi", 1), "127.0.0.1");
    EXPECT_EQ(address(named({}), "local", 1), "127.0.0.1");
}

// mpirun counts the machine that it runs on as the first, wherever it stands in --host.
TEST(RankZero, OfOpenMpiIsOnItsOwnMachineWhereThatTakesPart) {
    EXPECT_EQ(address(named({"b", this_name()}), "openmpi", 2), this_name());
    EXPECT_EQ(address(named({"b", "c", this_name()}), "openmpi", 2), "b");
}

// srun sorts --nodelist: ranks that look for rank 0 where it was named first wait in vain.
TEST(RankZero, OfSlurmIsOnTheFirstInTheOrderOfTheJob) {
    auto hosts = named({"n10", "n2", "n1"});
    hosts.slurm_nodelist = "n[1-2,9-10]";
    EXPECT_EQ(address(hosts, "slurm", 2), "n2");
    EXPECT_EQ(address(hosts, "slurm", 3), "n1");
    plan::Hosts job;
    job.slurm_nodes = 4;
    job.slurm_nodelist = hosts.slurm_nodelist;
    EXPECT_EQ(address(job, "slurm", 2), "n1");
    job.slurm_nodelist = "n[1-";
    EXPECT_EQ(address(job, "slurm", 2), "n1") << "what can be read of a list that isn't closed";
}

}  // namespace
}  // namespace accelbench::launch
