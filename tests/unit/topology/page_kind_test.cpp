#include "topology/page_kind.h"

#include <gtest/gtest.h>

namespace accelbench::topology {
namespace {

TEST(PageKind, EachRowIsFoundByItsName) {
    for (const auto& row : page_kinds()) {
        EXPECT_EQ(page_kind_from(row.name), row.kind);
        EXPECT_EQ(to_string(row.kind), row.name);
        EXPECT_FALSE(row.help.empty());
    }
    EXPECT_EQ(page_kind_from("system"), PageKind::system);
    EXPECT_EQ(page_kind_from("1g"), std::nullopt);
}

// A buffer of one byte takes a whole page of the pool.
TEST(PageKind, BuffersAreRoundedUpToWholeHugePages) {
    EXPECT_EQ(huge_pages_for(0), 0U);
    EXPECT_EQ(huge_pages_for(1), 1U);
    EXPECT_EQ(huge_pages_for(huge_page_bytes), 1U);
    EXPECT_EQ(huge_pages_for(huge_page_bytes + 1), 2U);
}

// Under `thp` a page that is begun and not filled would take memory that the buffer does not need.
TEST(PageKind, OnlyWholeHugePagesAreFilled) {
    EXPECT_EQ(filled_huge_pages(0), 0U);
    EXPECT_EQ(filled_huge_pages(huge_page_bytes - 1), 0U);
    EXPECT_EQ(filled_huge_pages(huge_page_bytes), 1U);
    EXPECT_EQ(filled_huge_pages(2 * huge_page_bytes - 1), 1U);
}

}  // namespace
}  // namespace accelbench::topology
