#include "harness/arguments/number_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../failure_text.h"

namespace accelbench::arguments {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const std::string& text) {
    return failure_text([&] { parse_number_list("--num-processes", text); });
}

TEST(NumberList, ListsAndRangesMixAndKeepTheirOrder) {
    EXPECT_THAT(parse_number_list("--n", "8,1-3, 2"), ElementsAre(8, 1, 2, 3));
    EXPECT_THAT(parse_number_list("--n", "4"), ElementsAre(4));
}

TEST(NumberList, AnImpossibleNumberNamesItsBound) {
    EXPECT_THAT(refusal("0"), HasSubstr("0 is below 1"));
    EXPECT_THAT(refusal("-2"), HasSubstr("-2 is below 1"));
    EXPECT_THAT(refusal("99999"), HasSubstr("99999 is above 65536"));
    EXPECT_THAT(refusal("99999999999999999999"), HasSubstr("is above 65536"));
}

TEST(NumberList, WhatIsNoListSaysWhatAListLooksLike) {
    EXPECT_THAT(refusal("two"), HasSubstr("'two' is not a whole number; give numbers like 4"));
    EXPECT_THAT(refusal("4-2"), HasSubstr("the range 4-2 runs backwards"));
    EXPECT_THAT(refusal(","), HasSubstr("no number in it"));
    EXPECT_THAT(refusal("1.5"), HasSubstr("'1.5' is not a whole number"));
    EXPECT_THAT(refusal("3-"), HasSubstr("'' is not a whole number"));
}

}  // namespace
}  // namespace accelbench::arguments
