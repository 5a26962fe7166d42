#include "reports/text/units.h"

#include <gtest/gtest.h>

#include <limits>

namespace accelbench::reports {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

TEST(Units, TimesKeepThreeDigitsAndTheUnitThatFits) {
    EXPECT_EQ(time_text(0.0431), "43.1 ms");
    EXPECT_EQ(time_text(1.2749), "1.27 s");
    EXPECT_EQ(time_text(0.00087), "870 us");
    EXPECT_EQ(time_text(0.99996), "1.00 s");  // never "1000 ms"
    EXPECT_EQ(milliseconds_text(0.123456), "123");
}

TEST(Units, RatiosNearOneShowAThirdDecimal) {
    EXPECT_EQ(ratio_text(1.004), "1.004");
    EXPECT_EQ(ratio_text(1.416), "1.42");
    EXPECT_EQ(ratio_text(0.5), "0.50");
}

TEST(Units, PercentSaysNoMoreThanItKnows) {
    EXPECT_EQ(percent_text(0.02), "2 %");
    EXPECT_EQ(percent_text(0.0416), "4.2 %");
    EXPECT_EQ(percent_text(0.634), "63 %");
}

TEST(Units, CountsBytesAndRates) {
    EXPECT_EQ(count_text(950), "950");
    EXPECT_EQ(count_text(18312), "18.3 k");
    EXPECT_EQ(count_text(1.27e6), "1.27 M");
    EXPECT_EQ(bytes_text(512), "512 B");
    EXPECT_EQ(bytes_text(33608957952ULL), "31.3 GiB");
    EXPECT_EQ(flops_text(98.5e9), "98.5 Gflop/s");
    EXPECT_EQ(flops_text(1.2e12), "1.20 Tflop/s");
    EXPECT_EQ(duration_text(112), "1 min 52 s");
    EXPECT_EQ(duration_text(7260), "2 h 1 min");
}

// A gap shown as 0 would be the fastest cell of the table.
TEST(Units, ANumberThatIsNotThereIsADash) {
    EXPECT_EQ(time_text(nan_value), "-");
    EXPECT_EQ(milliseconds_text(nan_value), "-");
    EXPECT_EQ(ratio_text(nan_value), "-");
    EXPECT_EQ(percent_text(nan_value), "-");
    EXPECT_EQ(count_text(nan_value), "-");
    EXPECT_EQ(flops_text(nan_value), "-");
    EXPECT_EQ(duration_text(nan_value), "-");
}

}  // namespace
}  // namespace accelbench::reports
