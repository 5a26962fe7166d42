#include "harness/arguments/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../failure_text.h"

namespace accelbench::arguments {
namespace {

using test::failure_text;
using testing::HasSubstr;

TEST(Values, TimesHaveUnits) {
    EXPECT_DOUBLE_EQ(parse_seconds("--t", "90"), 90);
    EXPECT_DOUBLE_EQ(parse_seconds("--t", "1.5s"), 1.5);
    EXPECT_DOUBLE_EQ(parse_seconds("--t", "2m"), 120);
    EXPECT_DOUBLE_EQ(parse_seconds("--t", "1h"), 3600);
}

TEST(Values, ATimeThatIsNoneIsRefused) {
    for (const auto* text : {"soon", "5 minutes", "nan", "inf", ""})
        EXPECT_THAT(failure_text([&] { parse_seconds("--timeout", text); }), HasSubstr("not a time")) << text;
    EXPECT_THAT(failure_text([] { parse_seconds("--timeout", "0"); }), HasSubstr("must be above 0"));
    EXPECT_THAT(failure_text([] { parse_seconds("--timeout", "-3"); }), HasSubstr("must be above 0"));
}

TEST(Values, CountsNameTheBoundThatTheyBreak) {
    EXPECT_EQ(parse_count("--steps", "7", 1, 10), 7);
    EXPECT_EQ(failure_text([] { parse_count("--steps", "0", 1, 10); }), "--steps '0': at least 1");
    EXPECT_EQ(failure_text([] { parse_count("--steps", "11", 1, 10); }), "--steps '11': at most 10");
    EXPECT_EQ(failure_text([] { parse_count("--steps", "ten", 1, 10); }),
              "--steps 'ten': not a whole number");
    EXPECT_EQ(failure_text([] { parse_count("--steps", "99999999999999999999", 1, 10); }),
              "--steps '99999999999999999999': at most 10");
}

TEST(Values, SizesAreBinary) {
    EXPECT_EQ(parse_bytes("--m", "4096"), 4096u);
    EXPECT_EQ(parse_bytes("--m", "512M"), 536870912u);
    EXPECT_EQ(parse_bytes("--m", "8GiB"), 8589934592u);
    EXPECT_EQ(parse_bytes("--m", "1.5K"), 1536u);
    EXPECT_EQ(parse_bytes("--m", "100T"), 109951162777600u);
    for (const auto* text : {"much", "8 G", "8GB", "8g", "", "nan", "inf", "1e30"})
        EXPECT_THAT(failure_text([&] { parse_bytes("--need-memory", text); }), HasSubstr("not a size"))
            << text;
    EXPECT_THAT(failure_text([] { parse_bytes("--need-memory", "-3"); }), HasSubstr("must be above 0"));
}

TEST(Values, SharesAreReadAsPercentOrFraction) {
    EXPECT_DOUBLE_EQ(parse_share("--margin", "2%"), 0.02);
    EXPECT_DOUBLE_EQ(parse_share("--margin", "0.05"), 0.05);
    EXPECT_THAT(failure_text([] { parse_share("--margin", "2"); }), HasSubstr("between 0 and 1"));
}

}  // namespace
}  // namespace accelbench::arguments
