#include "harness/launch/launchers/launcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "../../../failure_text.h"
#include "../../temporary_folder.h"

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

// Containers have Open MPI and often no ssh, and the variables of a job that mpirun can't use from there.
TEST(Launcher, OpenMpiThatStaysHereNeedsNoAgentAndAsksNoJob) {
    auto launch = request(1, 4);
    launch.here = true;
    launch.hosts.names = {"a.here"};
    launch.rsh = "ssh -p 2222";
    EXPECT_EQ(joined(openmpi_tokens(launch)),
              "mpirun -np 4 --bind-to none --mca pml ob1 --host localhost:4 --map-by "
              "ppr:4:node:oversubscribe --mca btl ^tcp,openib,ofi,usnic --mca plm isolated --mca ras "
              "^slurm,tm,lsf,gridengine,alps,loadleveler "
              "/opt/accelbench place --trial /out/trial.json -- /opt/accelbench-rank");
    launch.major = 5;  // has no such component, and says so in the log of each launch
    EXPECT_THAT(joined(openmpi_tokens(launch)),
                HasSubstr(" --prtemca plm ^ssh,slurm,lsf,tm,pals --prtemca ras "
                          "^slurm,pbs,tm,lsf,gridengine,flux,pals /opt/accelbench place "));
}

TEST(Launcher, OpenMpi5ReadsTheAgentUnderItsNewName) {
    auto launch = request(2, 1);
    launch.hosts.names = {"a", "b"};
    launch.rsh = "ssh";
    launch.major = 5;
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr(" --prtemca plm_ssh_agent ssh "));
}

// Left to itself mpirun cuts names at their first dot, and takes both for one machine.
TEST(Launcher, OpenMpiKeepsNamesApartThatDifferBehindTheFirstDot) {
    auto launch = request(2, 1);
    launch.hosts.names = {"n1.here", "n1.there", "n2"};
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr(" --mca orte_keep_fqdn_hostnames 1 "));
    launch.major = 5;
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr(" --prtemca prte_keep_fqdn_hostnames 1 "));
    launch.hosts.names = {"192.0.2.1", "192.0.2.2"};
    EXPECT_THAT(joined(openmpi_tokens(launch)), Not(HasSubstr("fqdn")));
}

// mpirun takes user@host in a hostfile and refuses it in --host.
TEST(Launcher, OpenMpiReadsUsersFromAFileAndHydraFromItsCommandLine) {
    auto launch = request(2, 3);
    launch.hosts.names = {"a", "b"};
    launch.hosts.users = {"", "me"};
    const auto file = machine_file(launch);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->path, "/out/machines");
    EXPECT_EQ(file->text, "a slots=3\nme@b slots=3\n");
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr(" --hostfile /out/machines --map-by ppr:3:node"));
    EXPECT_THAT(joined(mpich_tokens(launch)), HasSubstr(" -hosts a:3,me@b:3 "));
    launch.machines = 1;
    EXPECT_FALSE(machine_file(launch)) << "the one with a user takes no part";
}

// mpirun hands only its own variables to other machines: baseline there would be another than here.
TEST(Launcher, OpenMpiPassesOnWhatBindsBaselineToOtherMachines) {
    auto launch = request(2, 1);
    launch.hosts.names = {"a", "b"};
    launch.pass_on = {"OMP_PLACES"};
    EXPECT_THAT(joined(openmpi_tokens(launch)), HasSubstr(" -x OMP_PLACES /opt/accelbench place "));
    launch.machines = 1;
    EXPECT_THAT(joined(openmpi_tokens(launch)), Not(HasSubstr(" -x ")));
}

TEST(Launcher, SlurmStartsRanksForTheMpiThatTheUserNames) {
    auto launch = request(1, 1);
    launch.slurm_mpi = "pmi2";
    EXPECT_THAT(joined(slurm_tokens(launch)), HasSubstr("srun --mpi=pmi2 --nodes=1 "));
    setenv("SLURM_MPI_TYPE", "pmix_v4", 1);
    EXPECT_EQ(slurm_mpi_type(), "pmix_v4");
    setenv("SLURM_MPI_TYPE", "none", 1);
    EXPECT_EQ(slurm_mpi_type(), "pmix") << "ranks would be alone";
    unsetenv("SLURM_MPI_TYPE");
    EXPECT_EQ(slurm_mpi_type(), "pmix");
}

TEST(Launcher, AVersionIsTheFirstNumberOfItsLine) {
    EXPECT_EQ(major_version("mpirun (Open MPI) 4.1.4"), 4);
    EXPECT_EQ(major_version("mpirun (Open MPI) 5.0.7"), 5);
    EXPECT_EQ(major_version("prterun (PRRTE) 9.1"), 9);
    EXPECT_EQ(major_version("5.0.7"), 5);
    EXPECT_EQ(major_version("mpiexec (OpenRTE)"), 4);
    EXPECT_EQ(major_version(""), 4);
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
    void put(const std::string& name, const std::string& script = "") {
        const auto path = folder_ / name;
        std::ofstream(path) << "#!/bin/sh\n"
                            << script;
        chmod(path.c_str(), 0755);
    }
    test::TemporaryFolder folder_;
};

// The document names the launcher's version, and options of Open MPI 5 are those of 4 where it was lost.
TEST_F(Programs, SayTheirVersionOnTheirFirstLine) {
    put("mpirun", "echo 'mpirun (Open MPI) 5.0.7  '; echo 'Report bugs to https://www.open-mpi.org'\n");
    EXPECT_EQ(launcher_version(*find_launcher("openmpi")), "mpirun (Open MPI) 5.0.7");
    EXPECT_EQ(launcher_version(*find_launcher("slurm")), "") << "there is none";
    EXPECT_EQ(launcher_version(*find_launcher("local")), "");
}

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
    EXPECT_EQ(find_program("/bin/sh"), "/bin/sh");
    EXPECT_FALSE(find_program("/nowhere/sh").has_value());
    EXPECT_FALSE(find_program("/tmp").has_value()) << "a folder";
}

}  // namespace
}  // namespace accelbench::launch
