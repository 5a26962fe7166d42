#include "reports/analysis/busy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/html.h"
#include "reports/model/cells.h"
#include "reports/table/table.h"
#include "reports/words/derive.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Baseline is a third faster than local, on one node with 2 cpus.
Document faster_baseline() {
    samples::SampleShape shape;
    shape.nodes = 1;
    shape.cpus_per_node = 2;
    shape.processes_and_threads = {{1, 2}};
    shape.policies = {{"baseline", std::vector<double>(5, 0.69), 0.01}, {"local", {1, 1, 1, 1, 1}, 0.01}};
    return samples::sample_document(shape);
}

void set_load(Document& document, double load) {
    for (Trial& trial : document.trials) {
        trial.ranks[0].conditions.emplace();
        trial.ranks[0].conditions->load_1min = load;
    }
    derive(document);
}

// Seen at load 10 on two cores: "faster 0.69x" between policies that are one placement there. Unbound ranks
// move away from other work and bound ones can't.
TEST(Busy, ALoadedMachineGetsNoVerdict) {
    Document document = faster_baseline();
    set_load(document, 1.9);
    ASSERT_EQ(document.comparisons.at(0).verdict, Verdict::faster);
    EXPECT_EQ(busy_sentence(document), "");
    set_load(document, 10);
    EXPECT_EQ(document.comparisons[0].verdict, Verdict::inconclusive);
    EXPECT_EQ(document.comparisons[0].busy_pairs, 12);
    EXPECT_EQ(document.comparisons[0].settled_by, "a quiet machine");
    EXPECT_THAT(document.comparisons[0].why, HasSubstr("the machine was too busy in 12 of 12 pairs"));
}

TEST(Busy, IsSaidBeforeTheTable) {
    Document document = faster_baseline();
    set_load(document, 10);
    const std::string table = render_table(document);
    EXPECT_THAT(table, HasSubstr("this machine was too busy to compare policies: other processes wanted the cpus in "
                                 "24 of 24 launches (load up to 10.0 on 2 cpus); measure again when nothing else "
                                 "runs"));
    EXPECT_LT(table.find("too busy"), table.find("policy  "));
    EXPECT_THAT(render_html(document), HasSubstr("too busy to compare policies"));
}

TEST(Busy, IsSeenByHowLongBoundRanksWaited) {
    Document document = faster_baseline();
    for (Trial& trial : document.trials)
        if (find_cell(document, trial.cell)->policy == "local") trial.ranks[0].cpu_wait_share = 0.4;
    derive(document);
    EXPECT_EQ(document.comparisons.at(0).verdict, Verdict::inconclusive);
    EXPECT_THAT(busy_sentence(document), HasSubstr("ranks waited for a cpu up to 40 % of the time"));
}

// The system may put unbound ranks on one core: that is what baseline costs, not what others do.
TEST(Busy, WaitingOfUnboundRanksIsTheirOwn) {
    Document document = faster_baseline();
    for (Trial& trial : document.trials)
        if (find_cell(document, trial.cell)->policy == "baseline") trial.ranks[0].cpu_wait_share = 0.4;
    derive(document);
    EXPECT_EQ(document.comparisons.at(0).verdict, Verdict::faster);
    for (Cell& cell : document.cells) cell.oversubscribed = true;
    for (Trial& trial : document.trials) trial.ranks[0].cpu_wait_share = 0.4;
    derive(document);
    EXPECT_EQ(document.comparisons.at(0).verdict, Verdict::faster);
}

TEST(Busy, AFewBusyPairsAreOutliers) {
    Document document = faster_baseline();
    for (int block = 0; block < 3; ++block) {
        auto& rank = document.trials[static_cast<std::size_t>(2 * block)].ranks[0];
        rank.conditions.emplace();
        rank.conditions->steal_share = 0.2;
    }
    derive(document);
    EXPECT_EQ(document.comparisons.at(0).busy_pairs, 3);
    EXPECT_EQ(document.comparisons[0].verdict, Verdict::faster);
    EXPECT_THAT(render_table(document), Not(HasSubstr("too busy")));
}

// A machine of 64 cpus under a sweep of 64 threads has a load of 64 by itself.
TEST(Busy, TheSweepsOwnLoadIsAllowed) {
    Document document = faster_baseline();
    EXPECT_NEAR(busy_load(document), 3, 1e-9);
    document.cells[0].threads = 64;
    EXPECT_NEAR(busy_load(document), 80.5, 1e-9);
}

}  // namespace
}  // namespace accelbench::reports
