#include "harness/launch/launcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "../failure_text.h"
#include "../temporary_folder.h"

namespace accelbench::launch {
namespace {

using test::failure_text;
using testing::HasSubstr;
using testing::Not;

std::string joined(const std::vector<std::string>& tokens) {
    std::string line;
    for (const auto& token : tokens) line += (line.empty() ? "" : " ") + token;
    return line;
}

LaunchRequest request(int machines, int ranks_per_machine) {
    LaunchRequest launch;
    launch.machines = machines;
    launch.ranks_per_machine = ranks_per_machine;
    launch.accelbench = "/opt/accelbench";
    launch.rank_program = "/opt/accelbench-rank";
    launch.trial_file = "/out/trial.json";
    return launch;
}

// The exact command lines: a token that moves changes what is measured.
TEST(Launcher, OpenMpiOnOneMachineBindsNothingAndUsesSharedMemory) {
    EXPECT_EQ(joined(openmpi_tokens(request(1, 4))),
              "mpirun -np 4 --bind-to none --mca pml ob1 --host localhost:4 --map-by "
              "ppr:4:node:oversubscribe --mca btl ^tcp,openib,ofi,usnic "
              "/opt/accelbench place --trial /out/trial.json -- /opt/accelbench-rank");
}

// With a default hostfile or in an allocation Open MPI deals ranks out over machines once the slots of the
// first are gone: a cell of one machine would measure the network.
TEST(Launcher, OpenMpiKeepsTheRanksOfOneMachineOnTheFirstHost) {
    auto launch = request(1, 4);
    launch.hosts.names = {"a", "b"};
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr(" --host a:4 --map-by ppr:4:node:oversubscribe "));
}

TEST(Launcher, OpenMpiInASlurmAllocationFillsItsFirstNodes) {
    for (const int machines : {1, 2}) {
        auto launch = request(machines, 3);
        launch.hosts.slurm_nodes = 2;
        const auto line = joined(openmpi_tokens(launch));
        EXPECT_THAT(line, HasSubstr(" --map-by ppr:3:node:oversubscribe "));
        EXPECT_THAT(line, Not(HasSubstr("--host"))) << "mpirun knows the allocation's nodes";
    }
}

TEST(Launcher, OpenMpiIsToldWhatStandsInForSsh) {
    auto launch = request(2, 1);
    launch.hosts.names = {"a", "b"};
    launch.rsh = "ssh -p 2222";
    const auto tokens = openmpi_tokens(launch);
    const auto at = std::find(tokens.begin(), tokens.end(), "plm_rsh_agent");
    ASSERT_NE(at, tokens.end());
    EXPECT_EQ(at[-1], "--mca");
    EXPECT_EQ(at[1], "ssh -p 2222") << "one token: Open MPI takes it apart itself";
}

TEST(Launcher, OpenMpiAsRootSaysSo) {
    auto launch = request(1, 1);
    launch.as_root = true;
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr("mpirun --allow-run-as-root -np 1"));
}

TEST(Launcher, OpenMpiOverHostsTakesTheFirstMachinesAndDividesEvenly) {
    auto launch = request(2, 3);
    launch.hosts.names = {"a", "b", "c"};
    EXPECT_EQ(joined(openmpi_tokens(launch)),
              "mpirun -np 6 --bind-to none --mca pml ob1 --host a:3,b:3 --map-by ppr:3:node:oversubscribe "
              "/opt/accelbench place --trial /out/trial.json -- /opt/accelbench-rank");
}

TEST(Launcher, SlurmBindsNothingAndEndsWithTheFirstBadRank) {
    EXPECT_EQ(joined(slurm_tokens(request(2, 4))),
              "srun --mpi=pmix --nodes=2 --ntasks=8 --ntasks-per-node=4 --cpu-bind=none --mem-bind=none "
              "--kill-on-bad-exit=1 --overcommit "
              "--overlap /opt/accelbench place --trial /out/trial.json -- /opt/accelbench-rank");
}

TEST(Launcher, SlurmTakesTheFirstOfTheHostsThatWereNamed) {
    auto launch = request(2, 4);
    launch.hosts.names = {"a", "b", "c"};
    EXPECT_THAT(joined(slurm_tokens(launch)), HasSubstr(" --overlap --nodelist=a,b /opt/accelbench "));
}

// Left to itself srun passes over a node that was lost, and cells would run elsewhere than planned.
TEST(Launcher, SlurmNamesTheNodesOfTheJobWhereNobodyElseDoes) {
    auto launch = request(2, 4);
    launch.hosts.slurm_nodes = 3;
    launch.hosts.slurm_nodelist = "node[08-10]";
    EXPECT_THAT(joined(slurm_tokens(launch)),
                HasSubstr(" --overlap --nodelist=node08,node09 /opt/accelbench "));
}

TEST(Launcher, MpichOnOneMachineBindsNothing) {
    EXPECT_EQ(joined(mpich_tokens(request(1, 4))),
              "mpiexec.hydra -n 4 -ppn 4 -bind-to none -hosts localhost:4 /opt/accelbench place --trial "
              "/out/trial.json -- /opt/accelbench-rank");
}

TEST(Launcher, MpichOverHostsDividesEvenlyAndReachesThemAsItIsTold) {
    auto launch = request(2, 3);
    launch.hosts.names = {"a", "b", "c"};
    launch.rsh = "rsh";
    EXPECT_EQ(joined(mpich_tokens(launch)),
              "mpiexec.hydra -n 6 -ppn 3 -bind-to none -hosts a:3,b:3 -launcher ssh -launcher-exec rsh "
              "/opt/accelbench place --trial /out/trial.json -- /opt/accelbench-rank");
}

TEST(Launcher, LocalIsTheProgramItself) {
    EXPECT_EQ(joined(local_tokens(request(1, 1))),
              "/opt/accelbench place --trial /out/trial.json -- /opt/accelbench-rank");
}

// Nodes of a Slurm cluster often take no ssh: each would be reported as silent after any timeout.
TEST(Launcher, OnlyThoseThatStartRanksOverAnAgentAskHostsOverIt) {
    std::vector<std::string_view> over_agent;
    for (const auto& row : launchers())
        if (row.over_agent) over_agent.push_back(row.name);
    EXPECT_THAT(over_agent, testing::ElementsAre("openmpi", "mpich"));
}

class WithoutPath : public testing::Test {
  protected:
    void SetUp() override {
        path_ = std::getenv("PATH");
        setenv("PATH", "/nowhere", 1);
    }
    void TearDown() override { setenv("PATH", path_.c_str(), 1); }
    std::string path_;
};

TEST_F(WithoutPath, AMissingMpirunNamesTheRemedy) {
    EXPECT_THAT(failure_text([] { choose_launcher("auto", 2); }),
                HasSubstr("no mpirun on the PATH; install it"));
    EXPECT_THAT(failure_text([] { choose_launcher("slurm", 2); }), HasSubstr("no srun on the PATH"));
}

/// A PATH with nothing but these programs.
class Programs : public WithoutPath {
  protected:
    void SetUp() override {
        WithoutPath::SetUp();
        setenv("PATH", folder_.path().c_str(), 1);
        unsetenv("SLURM_JOB_ID");
    }
    void TearDown() override {
        unsetenv("SLURM_JOB_ID");
        WithoutPath::TearDown();
    }
    void put(const std::string& name) {
        const auto path = folder_ / name;
        std::ofstream(path) << "#!/bin/sh\n";
        chmod(path.c_str(), 0755);
    }
    test::TemporaryFolder folder_;
};

TEST_F(Programs, AutoTakesWhatIsThereAndSaysWhy) {
    put("mpiexec.hydra");
    EXPECT_EQ(auto_launcher().name, "mpich");
    EXPECT_THAT(auto_launcher().why, HasSubstr("no mpirun, but mpiexec.hydra"));
    put("mpirun");
    EXPECT_EQ(auto_launcher().name, "openmpi");
    EXPECT_EQ(auto_launcher().why, "not inside a Slurm job, and mpirun is on the PATH");
    setenv("SLURM_JOB_ID", "77", 1);
    EXPECT_EQ(auto_launcher().name, "openmpi");
    EXPECT_THAT(auto_launcher().why, HasSubstr("no srun on the PATH"));
    put("srun");
    EXPECT_EQ(choose_launcher("auto", 2).name, "slurm");
    EXPECT_EQ(auto_launcher().why, "inside Slurm job 77");
}

TEST_F(WithoutPath, OneProcessNeedsNoLauncher) { EXPECT_EQ(choose_launcher("local", 1).name, "local"); }

TEST(Launcher, LocalRefusesMoreThanOneProcess) {
    EXPECT_THAT(failure_text([] { choose_launcher("local", 4); }),
                HasSubstr("runs one process; 4 are planned"));
}

TEST(Launcher, AProgramIsFoundWhereThePathSays) {
    EXPECT_TRUE(find_program("sh").has_value());
    EXPECT_FALSE(find_program("no-such-program").has_value());
}

}  // namespace
}  // namespace accelbench::launch
