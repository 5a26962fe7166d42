#include "harness/launch/hosts/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench::launch {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Answer squeue(bool ended_well, const std::string& output, const std::string& said = "no output") {
    Answer answer;
    answer.command = "squeue --jobs=7";
    answer.ended_well = ended_well;
    answer.output = output;
    answer.said = said;
    return answer;
}

TEST(Job, IsNotOverWhileItRunsOrNobodyKnows) {
    EXPECT_EQ(why_over("7", squeue(true, "RUNNING\n")), "");
    EXPECT_EQ(why_over("7", squeue(true, "A_STATE_OF_TOMORROW\n")), "");
    EXPECT_EQ(why_over("7", squeue(false, "", "slurm_load_jobs error: Unable to contact slurm controller")),
              "");
}

TEST(Job, IsOverInEachOfTheWaysThatSlurmSaysSo) {
    EXPECT_THAT(
        why_over("7", squeue(true, "COMPLETING\n")),
        AllOf(HasSubstr("Slurm job 7 is over (squeue --jobs=7: COMPLETING)"), HasSubstr("--no-kill")));
    EXPECT_THAT(why_over("7", squeue(true, "")), HasSubstr("is over (squeue --jobs=7: no such job)"));
    EXPECT_THAT(why_over("7", squeue(false, "", "slurm_load_jobs error: Invalid job id specified")),
                HasSubstr("no such job"));
}

}  // namespace
}  // namespace accelbench::launch
