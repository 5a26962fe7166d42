#include "harness/launch/launchers/mapping_variables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../set_variable.h"

namespace accelbench::launch {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(MappingVariables, AreThoseThatMoveRanksOrStartThemOtherwise) {
    EXPECT_THAT(mapping_variables_in({"PRTE_MCA_hwloc_default_binding_policy=core", "PATH=/bin",
                                      "OMPI_MCA_rmaps_base_no_oversubscribe=1", "OMPI_MCA_btl=self",
                                      "rmaps_base=1", "OMPI_MCA_plm=rsh"}),
                ElementsAre("OMPI_MCA_plm=rsh", "OMPI_MCA_rmaps_base_no_oversubscribe=1",
                            "PRTE_MCA_hwloc_default_binding_policy=core"));
}

// The message of a missing agent names the agent: to unset its variable was the wrong remedy.
TEST(MappingVariables, DontIncludeAgents) {
    EXPECT_THAT(mapping_variables_in({"OMPI_MCA_plm_rsh_agent=ssh", "PRTE_MCA_plm_ssh_agent=ssh"}),
                ElementsAre());
}

// mpirun refused to start more ranks than slots, and its message says nothing of the variable that forbids it.
TEST(MappingVariables, OfThisProcessAreNamedBehindAFailure) {
    const test::SetVariable one("OMPI_MCA_rmaps_base_no_oversubscribe", "1");
    EXPECT_THAT(mapping_variables_note(), AllOf(HasSubstr("; mpirun follows the environment: "),
                                                HasSubstr("OMPI_MCA_rmaps_base_no_oversubscribe=1"),
                                                HasSubstr(" and try again")));
    const test::SetVariable two("PRTE_MCA_ras", "slurm");
    EXPECT_THAT(mapping_variables_note(), AllOf(HasSubstr("PRTE_MCA_ras=slurm; unset them and try again"),
                                                HasSubstr("OMPI_MCA_rmaps_base_no_oversubscribe=1, ")));
    const test::SetVariable none("OMPI_MCA_rmaps_base_no_oversubscribe", nullptr);
    EXPECT_THAT(mapping_variables_note(), Not(HasSubstr("oversubscribe")));
}

}  // namespace
}  // namespace accelbench::launch
