#include <gtest/gtest.h>

#include <cstdlib>

#include "harness/place/place.h"

namespace accelbench::place {
namespace {

class Identity : public testing::Test {
  protected:
    void TearDown() override {
        for (const auto* name :
             {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "SLURM_PROCID", "SLURM_LOCALID",
              "RANK", "LOCAL_RANK"})
            unsetenv(name);
    }
};

TEST_F(Identity, AloneIsRankZero) {
    EXPECT_EQ(identify_rank().rank, 0);
    EXPECT_EQ(identify_rank().local_rank, 0);
}

TEST_F(Identity, OpenMpiInsideSlurmIsReadFromOpenMpi) {
    setenv("SLURM_PROCID", "0", 1);
    setenv("SLURM_LOCALID", "0", 1);
    setenv("OMPI_COMM_WORLD_RANK", "5", 1);
    setenv("OMPI_COMM_WORLD_LOCAL_RANK", "1", 1);
    EXPECT_EQ(identify_rank().rank, 5);
    EXPECT_EQ(identify_rank().local_rank, 1);
}

TEST_F(Identity, SlurmAloneIsReadFromSlurm) {
    setenv("SLURM_PROCID", "3", 1);
    setenv("SLURM_LOCALID", "1", 1);
    EXPECT_EQ(identify_rank().rank, 3);
    EXPECT_EQ(identify_rank().local_rank, 1);
}

// A shell inside another job still has that job's ranks in its environment.
TEST_F(Identity, LeftoversOfAnotherLauncherAreNotRead) {
    setenv("OMPI_COMM_WORLD_RANK", "7", 1);
    setenv("OMPI_COMM_WORLD_LOCAL_RANK", "7", 1);
    setenv("SLURM_PROCID", "3", 1);
    setenv("SLURM_LOCALID", "1", 1);
    EXPECT_EQ(identify_rank("slurm").rank, 3);
    EXPECT_EQ(identify_rank("slurm").local_rank, 1);
    EXPECT_EQ(identify_rank("openmpi").rank, 7);
    EXPECT_EQ(identify_rank("local").rank, 0);
    EXPECT_EQ(identify_rank("local").local_rank, 0);
}

// torchrun, or a person, may call place for a trial of any launcher.
TEST_F(Identity, WithoutTheLaunchersOwnTheFirstThatIsSetCounts) {
    setenv("RANK", "1", 1);
    setenv("LOCAL_RANK", "1", 1);
    EXPECT_EQ(identify_rank("openmpi").rank, 1);
    EXPECT_EQ(identify_rank("local").rank, 0);
}

}  // namespace
}  // namespace accelbench::place
