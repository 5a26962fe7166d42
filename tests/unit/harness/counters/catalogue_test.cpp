#include "harness/counters/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/counters/calibration/locality.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

// Without a row each, reports say "not calibrated" and never why.
TEST(MeasuredCatalogue, HasARowForEachMetricAndAnswersForEachRoof) {
    topology::Environment emulated;
    emulated.emulation = "numa-lab, tcg";
    const auto catalogue = measure_catalogue(topology::this_machine(), emulated);
    ASSERT_EQ(catalogue.calibrations.size(), locality_metrics().size());
    for (std::size_t i = 0; i < catalogue.calibrations.size(); ++i) {
        EXPECT_EQ(catalogue.calibrations[i].metric, locality_metrics()[i].name);
        EXPECT_EQ(catalogue.calibrations[i].usable, catalogue.calibrations[i].reason.empty());
    }
    EXPECT_FALSE(catalogue.counters.empty());
    EXPECT_THAT(catalogue.roof_reason, HasSubstr("numa-lab, tcg"));
}

}  // namespace
}  // namespace accelbench::counters
