#include "topology/transparent_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench::topology {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Environment set_to(const std::string& all_sizes, const std::string& of_2mib = "") {
    Environment environment;
    environment.transparent_hugepage = all_sizes;
    environment.transparent_hugepage_2mib = of_2mib;
    environment.transparent_hugepage_bytes = 2 << 20;
    environment.base_page_bytes = 4096;
    return environment;
}

TEST(TransparentPages, AreHadUnderMadviseAndAlways) {
    EXPECT_EQ(why_no_transparent_pages(set_to("madvise")), "");
    EXPECT_EQ(why_no_transparent_pages(set_to("always")), "");
    EXPECT_THAT(why_no_transparent_pages(set_to("never")),
                AllOf(HasSubstr("transparent huge pages are set to never here"),
                      HasSubstr("echo madvise > /sys/kernel/mm/transparent_hugepage/enabled")));
    EXPECT_THAT(why_no_transparent_pages(Environment{}), HasSubstr("has no transparent huge pages"));
}

// Linux 6.8 and newer: each size has a file, and only "inherit" looks at the one for all.
TEST(TransparentPages, GoByTheirOwnSizesSettingWhereItHasOne) {
    EXPECT_EQ(transparent_pages_setting(set_to("madvise", "inherit")), "madvise");
    EXPECT_EQ(why_no_transparent_pages(set_to("madvise", "inherit")), "");
    EXPECT_THAT(why_no_transparent_pages(set_to("never", "inherit")), Not(HasSubstr("hugepages-2048kB")));
    EXPECT_EQ(transparent_pages_setting(set_to("never", "madvise")), "madvise");
    EXPECT_EQ(why_no_transparent_pages(set_to("never", "madvise")), "");
    EXPECT_THAT(
        why_no_transparent_pages(set_to("always", "never")),
        AllOf(HasSubstr("transparent huge pages of 2 MiB are set to never here"),
              HasSubstr("echo madvise > /sys/kernel/mm/transparent_hugepage/hugepages-2048kB/enabled")));
}

// Arm with base pages of 64 KiB: 512 MiB in one piece, which no buffer of a model begins to fill.
TEST(TransparentPages, OfAnotherSizeAreNoneForOurBuffers) {
    auto environment = set_to("always", "always");
    environment.transparent_hugepage_bytes = std::uint64_t{512} << 20;
    environment.base_page_bytes = 64 << 10;
    EXPECT_THAT(why_no_transparent_pages(environment),
                AllOf(HasSubstr("has 512 MiB here and a base page 64 KiB"), HasSubstr("choose --pages 2m")));
    environment.base_page_bytes = 0;
    EXPECT_THAT(why_no_transparent_pages(environment), HasSubstr("has 512 MiB here, and buffers"));
}

// A kernel before 4.10 does not say the size: what it has is 2 MiB on the processors of the time.
TEST(TransparentPages, OfASizeThatIsNotToldAreHad) {
    auto environment = set_to("madvise");
    environment.transparent_hugepage_bytes = 0;
    EXPECT_EQ(why_no_transparent_pages(environment), "");
}

}  // namespace
}  // namespace accelbench::topology
