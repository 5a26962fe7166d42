#include "topology/base/clock.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include "../in_child.h"

namespace accelbench {
namespace {

TEST(Clock, AMomentIsWrittenInUtc) {
    EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(utc_text(1'700'000'000), "2023-11-14T22:13:20Z");
    const auto elsewhere = topology::in_child([] {
        setenv("TZ", "XYZ-9", 1);
        tzset();
        return utc_text(0);
    });
    EXPECT_EQ(elsewhere, "1970-01-01T00:00:00Z");
}

TEST(Clock, NowIsTheTimeOfDay) {
    const auto before = std::time(nullptr);
    const double seconds = unix_seconds();
    const auto text = utc_text();
    EXPECT_GE(seconds, static_cast<double>(before));
    EXPECT_LT(seconds, static_cast<double>(before) + 60);
    EXPECT_GE(text, utc_text(before));  // texts of one length sort as their moments do
    EXPECT_LE(text, utc_text(std::time(nullptr)));
}

TEST(Clock, SecondsAreCountedFromTheStart) {
    const auto start = std::chrono::steady_clock::now() - std::chrono::milliseconds(2500);
    EXPECT_GE(seconds_since(start), 2.5);
    EXPECT_LT(seconds_since(start), 62.5);
}

}  // namespace
}  // namespace accelbench
