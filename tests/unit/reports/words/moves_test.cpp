#include "reports/words/moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/model/cells.h"
#include "reports/table/table.h"
#include "reports/words/other_memory.h"
#include "sample_document.h"
#include "sample_pages.h"

namespace accelbench::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

topology::Moves some_moves() {
    return {.borders = 21,
            .page_looks = 1000,
            .moved_pages = 31,
            .thread_looks = 60,
            .moved_threads = 6,
            .threads_on_other_node = 3,
            .balanced_pages = 12};
}

// Its pages may go where they like; a reader must see that they went.
TEST(Moves, OfBaselineAreToldAsShares) {
    Document document = samples::two_nodes();
    for (Trial& trial : document.trials)
        if (trial.cell == document.cells[0].id) trial.ranks[0].moves = some_moves();
    EXPECT_EQ(moves_table(document),
              "\nbetween steps, some pages and each thread checked after each step:\n"
              "  baseline: pages on another node than before the steps in 3.1 % of 12.0 k checks\n"
              "    threads on another cpu than a step before in 10 %, on another node in 5 % of 720 checks\n"
              "    NUMA balancing moved 144 pages\n");
    EXPECT_THAT(render_table(document), HasSubstr(moves_table(document)));
    EXPECT_THAT(render_html(document), HasSubstr("pages on another node than before the steps in 3.1 %"));
}

TEST(Moves, BoundPoliciesWithoutAnyShareALine) {
    const auto text = moves_table(samples::paged());
    EXPECT_THAT(text, HasSubstr("  local, remote: pages outside their nodes in 0 of"));
    EXPECT_THAT(text, HasSubstr("\n    threads outside their cpus in 0 of"));
}

TEST(Moves, APolicyThatStrayedHasALineOfItsOwn) {
    Document document = samples::paged();
    document.trials[1].ranks[0].moves->strayed_pages = 2;
    const auto text = moves_table(document);
    EXPECT_THAT(text, HasSubstr("  remote: pages outside their nodes in 2 of"));
    EXPECT_THAT(text, HasSubstr("  local: pages outside their nodes in 0 of"));
}

TEST(Moves, PagesThatCouldNotBeLookedAtAreToldWithTheReason) {
    Document document = samples::paged();
    for (Trial& trial : document.trials) trial.ranks[0].moves->pages_reason = "move_pages failed";
    EXPECT_THAT(moves_table(document), HasSubstr("\n    move_pages failed\n"));
}

TEST(Moves, AreNotToldOfOlderDocuments) {
    EXPECT_EQ(moves_table(samples::two_nodes()), "");
    EXPECT_EQ(other_memory_table(samples::two_nodes()), "");
    EXPECT_THAT(render_table(samples::two_nodes()), Not(HasSubstr("between steps")));
}

TEST(Moves, SurviveWritingAndReading) {
    Document document = samples::paged();
    auto& rank = document.trials[2].ranks[0];
    rank.moves = topology::Moves{"why not", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    EXPECT_EQ(trial_from_line(trial_to_line(document.trials[2])).ranks[0].moves, rank.moves);
    rank.moves->balanced_pages.reset();
    rank.moves->pages_reason = "";
    const auto line = trial_to_line(document.trials[2]);
    EXPECT_THAT(line, HasSubstr(R"("balanced_pages":null)")) << "not counted is not 0";
    EXPECT_EQ(trial_from_line(line).ranks[0].moves, rank.moves);
}

TEST(OtherMemory, IsToldByNodeOfTheRankThatHoldsMost) {
    Document document = samples::paged();
    const auto trial = std::find_if(document.trials.begin(), document.trials.end(),
                                    [&](const Trial& one) { return one.cell == document.cells[1].id; });
    trial->ranks[1].other_memory =
        topology::OtherMemory{"", {{0, 40ULL << 20}}, {{0, 1ULL << 20}, {1, 3ULL << 20}}, {}};
    trial->ranks[1].other_memory->private_bytes[0] = 90ULL << 20;
    const auto text = other_memory_table(document);
    EXPECT_THAT(text, HasSubstr("  remote 1 x 2 x 4 4k, rank 1: 90.0 MiB of heap and the like on node 0\n"
                                "    4.00 MiB of shared memory on node 0 (25 %), node 1 (75 %)\n"));
    EXPECT_THAT(text, HasSubstr("  local 1 x 2 x 4 4k, rank 0: 36.0 MiB of heap and the like on node 0\n"
                                "    30.0 MiB of files on node 0 (80 %), node 1 (20 %)\n"));
    EXPECT_THAT(render_html(document), HasSubstr("36.0 MiB of heap and the like on node 0"));
}

TEST(OtherMemory, ThatTheKernelDoesNotTellIsNotNone) {
    Document document = samples::paged();
    auto& rank = document.trials[0].ranks[0];
    rank.other_memory = topology::OtherMemory{.reason = "no numa_maps here"};
    EXPECT_EQ(other_memory_text(rank), "not reported: no numa_maps here");
    const auto read = trial_from_line(trial_to_line(document.trials[0])).ranks[0];
    EXPECT_EQ(read.other_memory, rank.other_memory);
    EXPECT_EQ(trial_from_line(trial_to_line(document.trials[0])).ranks[1].other_memory,
              document.trials[0].ranks[1].other_memory);
    rank.other_memory.reset();
    EXPECT_EQ(other_memory_text(rank), "-");
}

}  // namespace
}  // namespace accelbench::reports
