#include "topology/base/sizes.h"

#include <gtest/gtest.h>

namespace accelbench {
namespace {

TEST(Sizes, AreShownWithTheUnitThatFits) {
    EXPECT_EQ(size_text(0), "0 bytes");
    EXPECT_EQ(size_text(1023), "1023 bytes");
    EXPECT_EQ(size_text(kibibyte), "1 KiB");
    EXPECT_EQ(size_text(32.0 * kibibyte), "32 KiB");
    EXPECT_EQ(size_text(1.5 * mebibyte), "1.5 MiB");
    EXPECT_EQ(size_text(64.0 * gibibyte), "64 GiB");
    EXPECT_EQ(size_text(5000.0 * 1024 * gibibyte), "5000 TiB");
}

TEST(Sizes, HaveNoDecimalThatIsZero) {
    EXPECT_EQ(size_text(2.04 * mebibyte), "2 MiB");
    EXPECT_EQ(size_text(2.06 * mebibyte), "2.1 MiB");
}

TEST(Sizes, AreRoundedUpToWholeSteps) {
    EXPECT_EQ(round_up(0, 4096), 0U);
    EXPECT_EQ(round_up(1, 4096), 4096U);
    EXPECT_EQ(round_up(4096, 4096), 4096U);
    EXPECT_EQ(round_up(4097, 4096), 8192U);
}

}  // namespace
}  // namespace accelbench
