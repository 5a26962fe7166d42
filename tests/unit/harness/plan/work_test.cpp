#include "harness/plan/work.h"

#include <gtest/gtest.h>

#include "harness/plan/needs.h"

namespace accelbench::plan {
namespace {

reports::Cell cell_of(const std::string& kernel) {
    reports::Cell cell;
    cell.kernel = kernel;
    cell.processes = 4;
    return cell;
}

std::string batch_of(const bench::KernelPlan& work) {
    for (const auto& [name, value] : work.parameters)
        if (name == "batch") return value;
    return "";
}

// Estimates, needs and ranks of a cell would be those of another one if they asked for it in their own ways.
TEST(Work, IsThatOfTheCellsScaling) {
    SweepOptions options;
    options.parameters = {{"data", "synthetic"}, {"batch", "12"}};
    auto cell = cell_of("gpt");
    EXPECT_EQ(batch_of(work_of(cell, options)), "12");
    cell.parameters = {{"scaling", "strong"}};
    EXPECT_EQ(batch_of(work_of(cell, options)), "3") << "of each rank";
}

TEST(Work, ItsSumsAreThoseOfTheCell) {
    SweepOptions options;
    options.allreduce = "flat";
    auto cell = cell_of("null");
    EXPECT_EQ(allreduce_of(cell, options), "flat") << "plans of older versions left it unsaid";
    const auto bytes = [&] { return memory_of_rank(work_of(cell, options), cell, options).back().second; };
    EXPECT_EQ(bytes(), 0);
    cell.parameters = {{"allreduce", "hierarchical"}};
    EXPECT_EQ(allreduce_of(cell, options), "hierarchical");
    EXPECT_GT(bytes(), 0);
}

}  // namespace
}  // namespace accelbench::plan
