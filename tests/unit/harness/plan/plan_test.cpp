#include "harness/plan/plan.h"

#include <gtest/gtest.h>

namespace accelbench::plan {
namespace {

reports::Cell on_machines(int machines) {
    reports::Cell cell;
    cell.machines = machines;
    return cell;
}

// Otherwise a sweep without --launches would plan none, and end at once with nothing measured.
TEST(Plan, LaunchesThatWereNotTypedAreAtLeastTheMinimum) {
    Plan plan;
    ASSERT_EQ(plan.options.launches, 0);
    EXPECT_EQ(plan.least_launches(), minimum_launches);
    plan.options.time_budget_seconds = 60;
    EXPECT_EQ(plan.least_launches(), 1) << "as many as fit";
    plan.options.launches = 1;
    plan.options.time_budget_seconds = 0;
    EXPECT_EQ(plan.least_launches(), 1);
    EXPECT_EQ(plan.most_launches(), 1);
}

// Links between machines that no cell uses would be measured, or those of a cell would not be.
TEST(Plan, MachinesAreThoseOfTheLargestCellThatRuns) {
    Plan plan;
    EXPECT_EQ(plan.most_machines(), 1);
    plan.surroundings.hosts.names = {"a", "b", "c", "d", "e"};
    plan.cells = {on_machines(2), on_machines(3), on_machines(4)};
    plan.cells.back().skip = "too few slots";
    EXPECT_EQ(plan.most_machines(), 3);
}

TEST(Plan, MachinesUsedInTurnAreAllHostsThatAnswered) {
    Plan plan;
    plan.options.rotate_hosts = true;
    plan.surroundings.hosts.names = {"a", "b", "c"};
    plan.cells = {on_machines(1)};
    EXPECT_EQ(plan.most_machines(), 1) << "one machine has no turns";
    plan.cells = {on_machines(2)};
    EXPECT_EQ(plan.most_machines(), 3);
    plan.hosts = {{"a", "", {}, {}}, {"b", "does not answer", {}, {}}, {"c", "", {}, {}}};
    EXPECT_EQ(plan.most_machines(), 2);
}

}  // namespace
}  // namespace accelbench::plan
