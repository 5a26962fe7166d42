#include "reports/model/index.h"

#include <gtest/gtest.h>

#include "reports/model/cells.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

/// The look-ups as they would be without an index.
Document searched(Document document) {
    document.index = {};
    return document;
}

TEST(Index, FindsWhatASearchFinds) {
    const Document indexed = samples::two_nodes(), plain = searched(indexed);
    for (const Cell& cell : indexed.cells) {
        EXPECT_EQ(find_cell(indexed, cell.id), &cell);
        EXPECT_EQ(find_summary(indexed, cell.id)->cell, find_summary(plain, cell.id)->cell);
        EXPECT_EQ(find_comparison(indexed, cell.id) == nullptr, find_comparison(plain, cell.id) == nullptr);
        ASSERT_EQ(trials_of(indexed, cell.id).size(), trials_of(plain, cell.id).size());
        EXPECT_EQ(trials_of(indexed, cell.id).back()->sequence, trials_of(plain, cell.id).back()->sequence);
        const Cell *base = base_of(indexed, cell), *found = base_of(plain, cell);
        ASSERT_EQ(base == nullptr, found == nullptr);
        if (base != nullptr) {
            EXPECT_EQ(base->id, found->id);
        }
    }
    EXPECT_EQ(shared_parameters(indexed), shared_parameters(plain));
    EXPECT_EQ(find_cell(indexed, "no such cell"), nullptr);
}

TEST(Index, OfOtherRecordsIsNotBelieved) {
    Document document = samples::two_nodes();
    document.cells.push_back(document.cells.front());
    document.cells.back().id = "a cell that came later";
    EXPECT_EQ(find_cell(document, "a cell that came later"), &document.cells.back());
    Trial late = document.trials.front();
    late.cell = document.cells.front().id;
    const auto before = trials_of(document, late.cell).size();
    document.trials.push_back(late);
    EXPECT_EQ(trials_of(document, late.cell).size(), before + 1);
}

/// A foreign document may hold a cell twice; its trials are the first one's.
TEST(Index, ACellThatStandsTwiceIsFoundAtItsFirstPlace) {
    Document document = samples::two_nodes();
    const auto launches = trials_of(document, document.cells.front().id).size();
    document.cells.push_back(document.cells.front());
    index_records(document);
    EXPECT_EQ(find_cell(document, document.cells.front().id), &document.cells.front());
    EXPECT_EQ(trials_of(document, document.cells.back().id).size(), launches);
}

}  // namespace
}  // namespace accelbench::reports
