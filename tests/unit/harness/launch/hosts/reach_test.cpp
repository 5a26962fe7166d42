#include "harness/launch/hosts/reach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "../../temporary_folder.h"

namespace accelbench::launch {
namespace {

class Reaching : public testing::Test {
  protected:
    /// Stands in for ssh: host "refused" refuses, host "cut" says nothing, all others do as told.
    std::string agent() {
        const auto path = folder_ / "agent";
        std::ofstream(path) << "#!/bin/sh\nshift\ncase $1 in\n"
                               "refused) echo 'connection refused' >&2; exit 255 ;;\ncut) exec sleep 30 ;;\n"
                               "esac\nshift\nexec \"$@\"\n";
        chmod(path.c_str(), 0755);
        return path + " -q";
    }
    std::string silent(std::vector<std::string> names, int machines) {
        plan::Hosts hosts;
        hosts.names = std::move(names);
        return silent_hosts({hosts, machines, true, agent()}, folder_.path(), 1);
    }
    static std::string asked(const Reach& whom) {
        const test::TemporaryFolder logs;
        return silent_hosts(whom, logs.path(), 20);
    }
    /// Puts a program that stands in for srun before all others: node "lost" can't be reached.
    void put_srun() {
        std::ofstream(folder_ / "srun")
            << "#!/bin/sh\ncase \"$*\" in\n*--nodelist=lost\\ *) echo 'srun: error: Task launch failed' >&2; "
               "exit 233 ;;\nesac\n";
        chmod((folder_ / "srun").c_str(), 0755);
        setenv("PATH", (folder_.path() + ":" + path_).c_str(), 1);
    }
    void TearDown() override { setenv("PATH", path_.c_str(), 1); }
    std::string path_ = std::getenv("PATH");
    test::TemporaryFolder folder_;
};

// All ranks wait when one machine is gone: without the question none could say for whom.
TEST_F(Reaching, AHostThatDoesNotAnswerIsNamedWithWhatWasTried) {
    const auto text = silent({"a", "refused", "cut", "b"}, 4);
    EXPECT_EQ(text, "; refused does not answer (" + (folder_ / "agent") +
                        " -q refused true: connection refused); cut does not answer (" + (folder_ / "agent") +
                        " -q cut true: no output)");
}

// Nodes of a Slurm cluster often take no ssh, and need not be named by anybody but Slurm.
TEST_F(Reaching, ANodeOfASlurmJobIsAskedByAStepOfItsOwn) {
    put_srun();
    plan::Hosts job;
    job.slurm_nodes = 3;
    job.slurm_nodelist = "lost,n[2-3]";
    const std::string lost =
        "; lost does not answer (srun --nodes=1 --ntasks=1 --ntasks-per-node=1 --cpu-bind=none "
        "--mem-bind=none --overlap --label --nodelist=lost true: srun: error: Task launch failed)";
    EXPECT_EQ(asked({job, 2, false, ""}), lost);
    EXPECT_EQ(asked({job, 2, true, "no-agent"}), lost) << "nobody named them";
    job.names = {"n3", "lost"};
    EXPECT_EQ(asked({job, 2, false, ""}), lost);
    EXPECT_EQ(asked({job, 1, false, ""}), "");
}

TEST_F(Reaching, OnlyTheMachinesOfTheCellAreAsked) { EXPECT_EQ(silent({"a", "b", "refused"}, 2), ""); }

}  // namespace
}  // namespace accelbench::launch
