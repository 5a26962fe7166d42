#include "harness/launch/session/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fake_launcher.h"
#include "harness/launch/session/journal.h"
#include "reports/json/document.h"

namespace accelbench::launch {
namespace {

using testing::HasSubstr;

/// Cells "a" and "b" with two launches each, and c, which is skipped.
plan::Plan plan_of_three_cells() {
    plan::Plan plan;
    plan.version = "1.2.3";
    plan.argv = {"accelbench", "sweep"};
    plan.options.seed = 5;
    plan.options.launches = 2;
    plan.options.kernel = "null";
    for (const auto* id : {"a", "b", "c"}) {
        reports::Cell cell;
        cell.id = id;
        cell.kernel = "null";
        cell.policy = id;
        plan.cells.push_back(cell);
    }
    plan.cells[2].skip = "there is one node";
    return plan;
}

// The header of a report names the accelbench that measured, not the one that shows it.
TEST(SessionDocument, SaysWhoMeasuredWhatAndHowLong) {
    const auto plan = plan_of_three_cells();
    reports::Trial trial;
    trial.cell = "a";
    trial.wall_seconds = 1.5;
    const auto document = make_document(plan, {trial, trial});
    EXPECT_EQ(document.accelbench_version, "1.2.3");
    EXPECT_EQ(document.argv, plan.argv);
    EXPECT_EQ(document.seed, 5U);
    EXPECT_EQ(document.elapsed_seconds, 3);
    EXPECT_EQ(document.cells.size(), 3U);
    EXPECT_EQ(document.trials.size(), 2U);
}

// A cell that is left out of a block has no pair there; one that is launched twice has a pair of its own.
TEST(Session, LaunchesEachCellOnceInEachBlock) {
    const test::TemporaryFolder place;
    const test::PreparedReports reports(1);
    const OutputFolder folder{place.path()};
    const auto plan = plan_of_three_cells();
    testing::internal::CaptureStderr();
    const auto end = run_session(plan, test::launcher_of(test::reporting), folder);
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("4/4 "));
    EXPECT_EQ(end.document.ended, "complete");
    std::vector<std::pair<int, std::string>> launches;
    for (const auto& trial : read_journal(folder.journal())) launches.emplace_back(trial.block, trial.cell);
    EXPECT_THAT(launches, testing::UnorderedElementsAre(std::pair(0, "a"), std::pair(0, "b"), std::pair(1, "a"),
                                                        std::pair(1, "b")));
    EXPECT_EQ(reports::read_document(folder.document()).trials.size(), 4U);
    EXPECT_FALSE(std::filesystem::exists(folder.trials()));
}

/// The same, and each launch keeps the document that it finds as "seen" beside the reports.
std::vector<std::string> looking(const LaunchRequest& request) {
    auto tokens = test::reporting(request);
    tokens[2] += "; cp \"$1\"/../../result.json \"$0\".seen";
    return tokens;
}

// kill -9 in the last block of a long session left a page without any of its launches.
TEST(Session, HasADocumentOfItsFirstBlockWhenTheSecondBegins) {
    const test::TemporaryFolder place;
    const test::PreparedReports reports(1);
    testing::internal::CaptureStderr();
    run_session(plan_of_three_cells(), test::launcher_of(looking), OutputFolder{place.path()});
    testing::internal::GetCapturedStderr();
    const auto seen = test::prepared_reports() + ".seen";
    const auto document = reports::read_document(seen);
    EXPECT_EQ(document.trials.size(), 2U);
    EXPECT_EQ(document.ended, "still running, or killed");
    std::filesystem::remove(seen);
}

}  // namespace
}  // namespace accelbench::launch
