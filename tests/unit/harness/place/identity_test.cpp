#include <gtest/gtest.h>

#include <cstdlib>

#include "harness/place/place.h"

namespace accelbench::place {
namespace {

class Identity : public testing::Test {
  protected:
    void TearDown() override {
        for (const auto* name :
             {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "SLURM_PROCID", "SLURM_LOCALID"})
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

}  // namespace
}  // namespace accelbench::place
