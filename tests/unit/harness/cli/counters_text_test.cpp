#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/cli/counters_view.h"

namespace accelbench::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

reports::CounterCatalogue calibrated() {
    reports::CounterCatalogue catalogue;
    catalogue.calibrations = {{"page_local_ratio", 0.002, 0.998, true, ""},
                              {"mbm_local_ratio", 0.4, 0.9, false, "it mixes them"},
                              {"local_dram_ratio", std::nullopt, std::nullopt, false, "no PMU"}};
    catalogue.roof_bytes_per_second = {{0, 12.34e9}};
    catalogue.roof_reason = "node 1: no room";
    return catalogue;
}

// A metric that failed would be believed, or its two readings guessed.
TEST(CountersText, ShowsBothReadingsOfEachCalibration) {
    const auto text = counters_text(calibrated());
    EXPECT_THAT(text, ::testing::ContainsRegex("page_local_ratio +0.2 % +99.8 %  usable\n"));
    EXPECT_THAT(text,
                ::testing::ContainsRegex("mbm_local_ratio +40.0 % +90.0 %  unusable here: it mixes them"));
    EXPECT_THAT(text, ::testing::ContainsRegex("local_dram_ratio +- +-  unusable here: no PMU"));
}

TEST(CountersText, ShowsRoofsAndWhyOthersAreMissing) {
    const auto text = counters_text(calibrated());
    EXPECT_THAT(text, HasSubstr("node 0  12.3 GB/s"));
    EXPECT_THAT(text, HasSubstr("none    node 1: no room"));
    EXPECT_THAT(counters_text({}), Not(HasSubstr("roof")));
}

}  // namespace
}  // namespace accelbench::cli
