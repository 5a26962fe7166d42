#include <gtest/gtest.h>

#include <cstdlib>

#include "harness/place/place.h"

namespace accelbench::place {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "(none)";
}

harness::TrialFile trial_of_two_machines() {
    harness::TrialFile trial;
    trial.processes = 4;
    trial.master_address = "node08";
    trial.placement.resize(2);
    trial.placement[0].threads = 1;
    trial.placement[1].threads = 3;
    return trial;
}

/// Takes back what a test set: others of this program ask the same variables who they are.
class Environment : public testing::Test {
  protected:
    void TearDown() override {
        for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "MASTER_ADDR",
                                 "MASTER_PORT", "OMP_NUM_THREADS", "OMP_PROC_BIND", "OMP_PLACES", "PMIX_MCA_gds"})
            unsetenv(name);
    }
};

// Programs that speak torch.distributed wait for ranks that never come when one of these is wrong.
TEST_F(Environment, ARankFindsWhatTorchrunWouldHaveSet) {
    set_environment(trial_of_two_machines(), {3, 1});
    EXPECT_EQ(variable("RANK"), "3");
    EXPECT_EQ(variable("WORLD_SIZE"), "4");
    EXPECT_EQ(variable("LOCAL_RANK"), "1");
    EXPECT_EQ(variable("LOCAL_WORLD_SIZE"), "2");
    EXPECT_EQ(variable("MASTER_ADDR"), "node08");
    EXPECT_EQ(variable("MASTER_PORT"), "29500");
    EXPECT_EQ(variable("OMP_NUM_THREADS"), "3") << "its own placement's, not its neighbour's";
}

TEST_F(Environment, WhatTheUserHadSetDoesNotReachTheRank) {
    setenv("WORLD_SIZE", "64", 1);
    setenv("MASTER_ADDR", "elsewhere", 1);
    set_environment(trial_of_two_machines(), {0, 0});
    EXPECT_EQ(variable("WORLD_SIZE"), "4");
    EXPECT_EQ(variable("MASTER_ADDR"), "node08");
    EXPECT_EQ(variable("OMP_NUM_THREADS"), "1");
}

// Ranks over srun crashed now and then while they looked for each other's memory.
TEST_F(Environment, UnderSrunPmixKeepsItsRecordsInEachProcessUnlessTheUserSaysOtherwise) {
    auto trial = trial_of_two_machines();
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("PMIX_MCA_gds"), "(none)");
    trial.launcher = "slurm";
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("PMIX_MCA_gds"), "hash");
    setenv("PMIX_MCA_gds", "ds21", 1);
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("PMIX_MCA_gds"), "ds21");
}

TEST_F(Environment, OnlyABoundRankPinsItsThreads) {
    unsetenv("OMP_PROC_BIND");
    auto trial = trial_of_two_machines();
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("OMP_PROC_BIND"), "(none)");
    trial.placement[0].cpus = topology::CpuSet{0};
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("OMP_PROC_BIND"), "true");
}

// Baseline is a job as the user starts it; a bound rank goes where its policy says.
TEST_F(Environment, VariablesThatBindReachBaselineAndNoBoundRank) {
    for (const char* name : {"GOMP_CPU_AFFINITY", "KMP_AFFINITY", "OMP_PROC_BIND_ALL", "OMP_PLACES"})
        setenv(name, "{0}", 1);
    auto trial = trial_of_two_machines();
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("GOMP_CPU_AFFINITY"), "{0}");
    EXPECT_EQ(variable("OMP_PLACES"), "{0}");
    trial.placement[0].cpus = topology::CpuSet{0};
    set_environment(trial, {0, 0});
    EXPECT_EQ(variable("GOMP_CPU_AFFINITY"), "(none)");
    EXPECT_EQ(variable("KMP_AFFINITY"), "(none)");
    EXPECT_EQ(variable("OMP_PROC_BIND_ALL"), "(none)");
    EXPECT_EQ(variable("OMP_PLACES"), "threads");
}

}  // namespace
}  // namespace accelbench::place
