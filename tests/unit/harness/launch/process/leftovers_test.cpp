#include "harness/launch/process/leftovers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/launch/launchers/mapping_variables.h"

namespace accelbench::launch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Inside a rank of another job mpirun says "does not support recursive calls" and ends.
TEST(Leftovers, OfAnMpiJobAroundUsAreDropped) {
    EXPECT_THAT(leftovers_in({"PATH=/bin", "OMPI_COMM_WORLD_RANK=3", "OMPI_UNIVERSE_SIZE=4", "OMPI_MCA_ess=^singleton",
                              "OMPI_MCA_orte_hnp_uri=1.0;tcp://x", "OMPI_MCA_btl=self,tcp",
                              "OMPI_ALLOW_RUN_AS_ROOT=1", "PMIX_RANK=3", "PMIX_MCA_gds=hash", "PMI_FD=7",
                              "MPI_LOCALRANKID=1"}),
                ElementsAre("OMPI_COMM_WORLD_RANK", "OMPI_UNIVERSE_SIZE", "OMPI_MCA_ess", "OMPI_MCA_orte_hnp_uri",
                            "PMIX_RANK", "PMI_FD", "MPI_LOCALRANKID"));
}

TEST(Leftovers, WhatPeopleSetStaysOutsideOfAJob) {
    EXPECT_THAT(leftovers_in({"OMPI_MCA_plm=rsh", "OMPI_MCA_pmix=s2", "OMPI_ALLOW_RUN_AS_ROOT=1", "RANK=2",
                              "SLURM_JOB_ID=7", "PMIX_MCA_gds=hash"}),
                IsEmpty());
}

TEST(MappingVariables, AreThoseOfBothVersionsThatMoveRanks) {
    EXPECT_THAT(mapping_variables_in({"PRTE_MCA_rmaps_default_mapping_policy=seq", "OMPI_MCA_btl=tcp",
                                      "OMPI_MCA_rmaps_base_no_oversubscribe=1", "OMPI_MCA_hwloc_base_cpu_list=0",
                                      "OMPI_MCA_plm_rsh_agent=ssh", "OMPI_MCA_orte_default_hostfile=/h",
                                      "RMAPS=1"}),
                ElementsAre("OMPI_MCA_hwloc_base_cpu_list=0", "OMPI_MCA_orte_default_hostfile=/h",
                            "OMPI_MCA_rmaps_base_no_oversubscribe=1", "PRTE_MCA_rmaps_default_mapping_policy=seq"));
}

}  // namespace
}  // namespace accelbench::launch
