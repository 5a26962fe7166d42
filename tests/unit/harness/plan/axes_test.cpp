#include "harness/plan/axes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/kernels.h"
#include "harness/plan/draft.h"
#include "harness/plan/size_axes.h"
#include "reports/model/cell_parameters.h"

namespace accelbench::plan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

Surroundings two_nodes() {
    Surroundings around;
    around.machine = topology::machine_from("numa:2 core:4 pu:1");
    around.hosts.names = {"a", "b", "c"};
    return around;
}

SweepOptions null_sweep() {
    SweepOptions options;
    options.kernel = "null";
    options.num_processes = {2};
    options.policies = {*topology::find_policy("local")};
    return options;
}

std::vector<std::string> values_of(const std::vector<Level>& levels) {
    std::vector<std::string> values;
    for (const auto& level : levels) values.push_back(level.value);
    return values;
}

/// What a choice of the option does, by the record that has it.
void choose(SweepOptions& options, const std::string& name, const std::string& text) {
    for (const auto& axis : axes())
        for (const auto& option : axis.options)
            if (option.name == name) option.choose(options, text);
}

// Histories and older documents are compared by ids: another order would be other cells.
TEST(Axes, AreNamedInIdsInAnOrderThatNeverChanges) {
    auto options = null_sweep();
    for (const auto& [name, text] :
         {std::pair{"scaling", "strong"}, {"placement", "pack"}, {"allreduce", "flat"}})
        choose(options, name, text);
    choose(options, "pages", "4k");
    options.num_machines = {2};
    options.rotate_hosts = true;
    EXPECT_EQ(make_cells(options, two_nodes()).at(0).id,
              "null/scaling=strong/placement=pack/allreduce=flat/pages=4k/hosts=a+b/policy=local/machines=2/"
              "processes=2/threads=4");
}

TEST(Axes, AUsualValueIsInNoIdAndInEveryDocument) {
    const auto cell = make_cells(null_sweep(), two_nodes()).at(0);
    EXPECT_EQ(cell.id, "null/policy=local/machines=1/processes=2/threads=4");
    for (const auto& axis : axes()) {
        if (axis.usual.empty()) continue;
        EXPECT_THAT(cell.parameters, Contains(Pair(axis.name, axis.usual)));
    }
}

// The cells of one work are next to each other, and a plan of an older version has its cells in the same order.
TEST(Axes, AreLoopsFromMachinesInwardsToThePolicy) {
    auto options = null_sweep();
    options.num_machines = {1, 2};
    options.rotate_hosts = true;
    options.policies.emplace_back(*topology::find_policy("remote"));
    choose(options, "num-processes", "2,4");
    choose(options, "pages", "4k,thp");
    const auto cells = make_cells(options, two_nodes());
    ASSERT_EQ(cells.size(), 2U * 2 * 3 * 2 * 2);
    const auto where = [&](std::size_t i) {
        const auto& cell = cells[i];
        return fmt::format("{} {} {} {} {}", cell.machines, cell.processes, reports::joined_hosts(cell.hosts),
                           reports::chosen_pages(cell), cell.policy);
    };
    EXPECT_EQ(where(0), "1 2 a 4k local");
    EXPECT_EQ(where(1), "1 2 a 4k remote");
    EXPECT_EQ(where(2), "1 2 a thp local");
    EXPECT_EQ(where(4), "1 2 b 4k local");
    EXPECT_EQ(where(12), "1 4 a 4k local");
    EXPECT_EQ(where(24), "2 2 a+b 4k local");
}

// The help would list the last ones backwards, unlike ids and documents.
TEST(Axes, ListTheirOptionsThoseOfMemoryAndSizeFirstAndTheRestAsTheTableDoes) {
    std::vector<std::string> names;
    for (const auto* axis : axes_by(&Axis::listed)) names.push_back(axis->name);
    EXPECT_THAT(names, ElementsAre("policy", "pages", "machines", "processes", "threads", "placement", "scaling",
                                   "allreduce", "hosts"));
}

// A new axis is a name and an option: its levels are the values that were chosen.
TEST(Axes, WithoutLevelsOfTheirOwnHaveThoseThatWereChosen) {
    const Axis made_up{.name = "made-up", .usual = "none"};
    auto options = null_sweep();
    const auto around = two_nodes();
    const Draft draft{options, around, *bench::find_kernel("null")};
    EXPECT_THAT(values_of(levels_of(made_up, draft)), ElementsAre("none"));
    options.levels["made-up"] = {"x", "y"};
    EXPECT_THAT(values_of(levels_of(made_up, draft)), ElementsAre("x", "y"));
}

TEST(Axes, EachLevelOfAFactorIsACell) {
    auto options = null_sweep();
    options.levels["scaling"] = {"weak", "strong"};
    const auto cells = make_cells(options, two_nodes());
    ASSERT_EQ(cells.size(), 2U);
    EXPECT_EQ(cells[0].id, "null/policy=local/machines=1/processes=2/threads=4");
    EXPECT_EQ(cells[1].id, "null/scaling=strong/policy=local/machines=1/processes=2/threads=4");
    EXPECT_THAT(cells[1].parameters, Contains(Pair("scaling", "strong")));
}

// Packed ranks share a node from the start: threads by default are those of the placement that is measured.
TEST(Axes, ThreadsAreThoseOfThePlacement) {
    auto options = null_sweep();
    EXPECT_EQ(make_cells(options, two_nodes()).at(0).threads, 4);
    choose(options, "placement", "pack");
    const auto packed = make_cells(options, two_nodes()).at(0);
    EXPECT_EQ(packed.threads, topology::default_threads(two_nodes().machine, 2, topology::Spread::pack));
    EXPECT_THAT(packed.parameters, Contains(Pair("placement", "pack")));
}

TEST(Axes, ACpuQuotaIsFewerProcesses) {
    Surroundings around;
    around.machine = topology::machine_from("numa:1 core:64 pu:1");
    around.environment.cpu_quota_cores = 4;
    EXPECT_THAT(default_processes(around), ElementsAre(1, 2, 4));
}

}  // namespace
}  // namespace accelbench::plan
