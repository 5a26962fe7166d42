#include "reports/words/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/model/cells.h"
#include "reports/table/pages.h"
#include "reports/table/table.h"
#include "sample_document.h"
#include "sample_pages.h"

namespace accelbench::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// thp takes 0.8 of the time: against local on base pages remote would seem to cost nothing.
TEST(Pages, APolicyIsComparedWithLocalOnTheSamePages) {
    const Document document = samples::paged();
    const Cell& remote_thp = document.cells.at(3);
    ASSERT_NE(base_of(document, remote_thp), nullptr);
    EXPECT_EQ(base_of(document, remote_thp)->id, document.cells.at(2).id);
    const auto* comparison = find_comparison(document, remote_thp.id);
    ASSERT_NE(comparison, nullptr);
    EXPECT_EQ(comparison->base_cell, document.cells.at(2).id);
    EXPECT_GT(comparison->ratio->value, 1.2);
}

TEST(Pages, OfCellsStandBehindTheirShapeAndNotAmongTheirWork) {
    const Document document = samples::paged();
    EXPECT_EQ(shape_text(document.cells.at(0)), "1 x 2 x 4 4k");
    EXPECT_EQ(shape_text(document.cells.at(3)), "1 x 2 x 4 thp");
    EXPECT_EQ(work_text(document, document.cells.at(3)), "-");
    EXPECT_EQ(shape_text(samples::two_nodes().cells.at(0)), "1 x 2 x 4");
}

TEST(Pages, AreToldByKindWithTheRangeOverLaunches) {
    EXPECT_THAT(pages_text(samples::paged()),
                HasSubstr("  4k: no huge pages requested; each rank uses up to 150 MiB, of which 84.0 MiB are buffers\n"
                          "  thp: huge pages: 50 % to 100 % of the 84.0 MiB requested; each rank uses up to 150 MiB"));
    EXPECT_EQ(pages_text(samples::two_nodes()), "") << "a document of older versions says nothing of pages";
}

// A launch without its huge pages is slow for a reason that no policy names.
TEST(Pages, LessThanNineTenthsOfWhatWasToBeHugeIsAFinding) {
    Document document = samples::paged();
    const auto found = page_shortages(document);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0].members, ElementsAre("remote 1 x 2 x 4 thp (50 %)"));
    EXPECT_THAT(found[0].reason, HasSubstr("compact_memory"));
    EXPECT_THAT(render_html(document), HasSubstr("remote 1 x 2 x 4 thp (50 %)"));
    for (RankFacts& rank : document.trials[7].ranks)
        rank.page_sizes->huge_bytes = rank.page_sizes->meant_bytes / 100 * 91;
    EXPECT_TRUE(page_shortages(document).empty());
}

// On many nodes small buffers keep base pages: they are no shortage.
TEST(Pages, WhatWasNotToBeHugeIsLeftOutOfTheShare) {
    Document document = samples::paged();
    document.trials.resize(4);
    for (RankFacts& rank : document.trials[2].ranks)
        rank.page_sizes = topology::PageSizes{"", 100U << 20, 40U << 20, 40U << 20};
    EXPECT_EQ(huge_share_text(*page_use(document, document.cells[2])),
              "huge pages: 100 % of the 40.0 MiB requested");
    EXPECT_TRUE(page_shortages(document).empty());
}

// A setting of the system that beats the advice: a cell of base pages is none then.
TEST(Pages, ThatAreHugeThoughNobodyAskedAreTold) {
    Document document = samples::paged();
    const auto& base = document.cells[0];
    EXPECT_EQ(huge_share_text(*page_use(document, base)), "no huge pages requested");
    EXPECT_THAT(trial_to_line(document.trials[0]), Not(HasSubstr("unasked")));
    document.trials[0].ranks[0].page_sizes->unasked_huge_bytes = 4 << 20;
    EXPECT_EQ(huge_share_text(*page_use(document, base)), "no huge pages requested, but 4.00 MiB are huge");
    EXPECT_THAT(pages_text(document), HasSubstr("4k: no huge pages requested, but 4.00 MiB are huge"));
    const auto read = trial_from_line(trial_to_line(document.trials[0]));
    EXPECT_EQ(read.ranks[0].page_sizes, document.trials[0].ranks[0].page_sizes);
    document.trials[2].ranks[0].page_sizes->unasked_huge_bytes = 2 << 20;
    EXPECT_EQ(huge_share_text(*page_use(document, document.cells[2])),
              "huge pages: 100 % of the 84.0 MiB requested, and 2.00 MiB not requested");
}

// On Arm a base page may have 64 KiB, and "4k" is only the kind's name.
TEST(Pages, OfAnotherBaseSizeAreTold) {
    Document document = samples::paged();
    document.environment.base_page_bytes = 64 << 10;
    EXPECT_THAT(pages_text(document), HasSubstr("  4k (base pages of 64.0 KiB): no huge pages requested"));
    EXPECT_THAT(render_html(document), HasSubstr("4k (base pages of 64.0 KiB): no huge pages requested"));
    EXPECT_THAT(pages_text(document), HasSubstr("  thp: huge pages: 50 %"));
    document.environment.base_page_bytes = 4 << 10;
    EXPECT_THAT(pages_text(document), HasSubstr("  4k: no huge pages requested"));
}

// The plan looks at this machine; another one may be set otherwise.
TEST(Pages, ThatAHostNeverGivesAreNotBlamedOnItsFreeMemory) {
    Document document = samples::paged();
    Host host{"other", "", HostFacts{}, std::nullopt};
    host.facts->environment = document.environment;
    document.hosts = {host};
    EXPECT_THAT(page_shortages(document).at(0).reason, HasSubstr("compact_memory"));
    document.hosts[0].facts->environment.transparent_hugepage = "never";
    const auto reason = page_shortages(document).at(0).reason;
    EXPECT_THAT(reason, HasSubstr("on other transparent huge pages are set to never"));
    EXPECT_THAT(reason, Not(HasSubstr("compact_memory")));
    document.hosts.push_back(host);
    EXPECT_THAT(
        page_shortages(document).at(0).reason,
        AllOf(HasSubstr("on other transparent huge pages are set to never"), HasSubstr("; or free memory")));
    document.hosts.pop_back();
    document.hosts[0].trouble = "does not answer";
    EXPECT_THAT(page_shortages(document).at(0).reason, HasSubstr("compact_memory"));
}

TEST(Pages, ThatTheKernelDoesNotTellAreNullWithTheReasonAndNotZero) {
    Document document = samples::paged();
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks) {
            rank.page_sizes = topology::PageSizes{.reason = "no smaps here"};
            rank.resident = topology::Resident{.reason = "no status here"};
        }
    EXPECT_THAT(pages_text(document),
                HasSubstr("thp: not reported: no smaps here; the memory that ranks use is not reported"));
    EXPECT_TRUE(page_shortages(document).empty());
    const auto line = trial_to_line(document.trials[2]);
    EXPECT_THAT(line, HasSubstr(R"("huge_bytes":null,"reason":"no smaps here")"));
    EXPECT_THAT(line, HasSubstr(R"("pool_bytes":null,"reason":"no status here")"));
    EXPECT_EQ(trial_from_line(line).ranks.at(0).page_sizes, document.trials[2].ranks[0].page_sizes);
}

TEST(Pages, SurviveWritingAndReading) {
    const Document document = samples::paged();
    const auto read = document_from_text(document_to_text(document), "sample");
    EXPECT_EQ(read.trials[7].ranks[0].page_sizes, document.trials[7].ranks[0].page_sizes);
    EXPECT_EQ(read.trials[7].ranks[0].resident, document.trials[7].ranks[0].resident);
    EXPECT_EQ(read.cells[3].placement[0].memory.pages, topology::PageKind::transparent_huge);
    EXPECT_THAT(render_table(document), HasSubstr("4k, thp: pages, see below"));
}

}  // namespace
}  // namespace accelbench::reports
