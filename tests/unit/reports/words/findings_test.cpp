#include "reports/words/findings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* nearest = "local: nearest memory, node 1, distance 21";

/// Two nodes, of which one has no memory that the ranks may use.
Document borrowed() {
    Document document = samples::two_nodes();
    for (Cell& cell : document.cells)
        if (cell.policy == "local") cell.placement_notes = {nearest};
    return document;
}

// The base of every ratio was then remote memory under the name local.
TEST(PlacementNotes, AreInTableAndPageAndBesideTheBase) {
    const auto table = render_table(borrowed());
    EXPECT_THAT(
        table, HasSubstr("where memory was:\n  local: nearest memory, node 1, distance 21\n    local 1 x"));
    const auto page = render_html(borrowed());
    const auto base = page.find("card base");
    ASSERT_NE(base, std::string::npos);
    EXPECT_THAT(page.substr(base, page.find("</article>", base) - base), HasSubstr(nearest));
    const auto placement = page.find("id=\"placement\"");
    ASSERT_NE(placement, std::string::npos);
    EXPECT_NE(page.find(nearest, placement), std::string::npos);
    EXPECT_THAT(render_table(samples::two_nodes()), Not(HasSubstr("where memory was")));
}

TEST(PlacementNotes, AreInTheDocumentAndComeBack) {
    const auto text = document_to_text(borrowed());
    EXPECT_THAT(text, HasSubstr("\"placement_notes\""));
    const auto again = document_from_text(text, "result.json");
    EXPECT_EQ(document_to_text(again), text);
    EXPECT_EQ(placement_notes(again).at(0).members.size(), placement_notes(borrowed()).at(0).members.size());
    EXPECT_THAT(document_to_text(samples::two_nodes()), Not(HasSubstr("placement_notes")));
}

TEST(PlacementNotes, OfSkippedCellsAreNone) {
    Document document = borrowed();
    for (Cell& cell : document.cells) cell.skip = "needs 2.0 GiB on node 1";
    EXPECT_TRUE(placement_notes(document).empty());
}

TEST(PlacementNotes, WhatTheMachineHidesIsOnThePage) {
    Document document = samples::two_nodes();
    document.machine.offline_cpus = {9};
    EXPECT_THAT(render_html(document), HasSubstr("cpu 9 is offline"));
}

// Forty launches that failed alike filled the screen with forty reasons, which differed in their folders only.
TEST(Findings, LaunchesThatFailedAlikeHaveOneReason) {
    auto document = samples::two_nodes();
    document.trials.resize(2);
    for (auto& trial : document.trials) {
        trial.status = TrialStatus::failed;
        trial.reason = fmt::format("exit code 3 (full log: trials/{:06}/output.log)", trial.sequence);
    }
    const auto lost = lost_trials(document);
    ASSERT_EQ(lost.size(), 1u);
    EXPECT_EQ(lost[0].reason, "failed: " + document.trials[0].reason);
    EXPECT_EQ(lost[0].members.size(), 2u);
    document.trials[1].reason = "exit code 4 (full log: trials/000001/output.log)";
    EXPECT_EQ(lost_trials(document).size(), 2u);
}

}  // namespace
}  // namespace accelbench::reports
