#include "topology/page_fate.h"

#include <gtest/gtest.h>

#include <vector>

namespace accelbench::topology {
namespace {

const MemoryBinding unbound;
const MemoryBinding on_0{MemoryMode::bind, {0}};
const MemoryBinding on_0_and_1{MemoryMode::bind, {0, 1}};
const MemoryBinding dealt{MemoryMode::interleave, {0, 1}};

std::vector<SeenPage> pages(std::size_t count, const MemoryBinding& asked, bool may_collapse, int now) {
    return std::vector<SeenPage>(count, SeenPage{&asked, may_collapse, 0, now});
}

std::vector<SeenPage> operator+(std::vector<SeenPage> some, const std::vector<SeenPage>& more) {
    some.insert(some.end(), more.begin(), more.end());
    return some;
}

TEST(PageFate, APageThatLeftItsBindingHasStrayed) {
    EXPECT_EQ(fate_of({&on_0, false, 0, 0}), PageFate::stayed);
    EXPECT_EQ(fate_of({&on_0, false, 0, 1}), PageFate::strayed);
    EXPECT_EQ(fate_of({&on_0_and_1, false, 0, 1}), PageFate::moved) << "both are its own";
    EXPECT_EQ(fate_of({&unbound, false, 0, 1}), PageFate::moved) << "baseline puts it nowhere";
}

// One of a hundred may be elsewhere before the steps: it was counted there.
TEST(PageFate, APageThatWasElsewhereBeforeHasNotLeft) {
    EXPECT_EQ(fate_of({&on_0, false, 1, 1}), PageFate::stayed);
    EXPECT_EQ(fate_of({&on_0, false, 1, 0}), PageFate::moved);
}

// Linux 6.1 to 6.5 call a page absent that NUMA balancing has marked.
TEST(PageFate, APageThatTheKernelDoesNotTellIsNoLook) {
    EXPECT_EQ(fate_of({&on_0, false, 0, -2}), PageFate::unseen);
    EXPECT_EQ(fate_of({&on_0, false, -14, 1}), PageFate::unseen);
    EXPECT_EQ(judge_pages(pages(3, on_0, false, -2)).looks, 0u);
}

TEST(PageFate, OnePageThatStrayedIsTold) {
    const auto seen = judge_pages(pages(63, on_0, false, 0) + pages(1, on_0, false, 1));
    EXPECT_EQ(seen.looks, 64u);
    EXPECT_EQ(seen.moved, 1u);
    EXPECT_EQ(seen.strayed, 1u);
    EXPECT_EQ(seen.example, 63u);
}

TEST(PageFate, InterleavedBasePagesAreNotDealtAnew) {
    EXPECT_EQ(judge_pages(pages(1, dealt, false, 1)).strayed, 1u);
}

// The kernel's own work: half of the pages of a region change their node when it becomes a huge page.
TEST(PageFate, AFewInterleavedPagesMayBecomeAHugePage) {
    const auto few = judge_pages(pages(60, dealt, true, 0) + pages(4, dealt, true, 1));
    EXPECT_EQ(few.moved, 4u);
    EXPECT_EQ(few.strayed, 0u);
    const auto many = judge_pages(pages(32, dealt, true, 0) + pages(32, dealt, true, 1));
    EXPECT_EQ(many.strayed, 32u) << "somebody moved them";
    EXPECT_EQ(judge_pages(pages(60, on_0, false, 0) + pages(4, dealt, true, 1)).strayed, 4u)
        << "of a class that is dealt all pages";
}

TEST(PageFate, OfBaselineNothingStrays) {
    const auto seen = judge_pages(pages(10, unbound, true, 1));
    EXPECT_EQ(seen.moved, 10u);
    EXPECT_EQ(seen.strayed, 0u);
}

}  // namespace
}  // namespace accelbench::topology
