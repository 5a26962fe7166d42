#include "topology/base/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace accelbench {
namespace {

struct Animal {
    std::string_view name;
    int legs;
};

constexpr std::array animals{Animal{"ant", 6}, Animal{"bird", 2}};

TEST(Rows, AreNamedInTheirOrder) { EXPECT_THAT(names_of(animals), ::testing::ElementsAre("ant", "bird")); }

TEST(Rows, AreFoundByTheirNames) {
    ASSERT_NE(find_row(animals, "bird"), nullptr);
    EXPECT_EQ(find_row(animals, "bird")->legs, 2);
    EXPECT_EQ(find_row(animals, "cat"), nullptr);
    EXPECT_EQ(find_row(std::vector<Animal>{}, "ant"), nullptr);
}

}  // namespace
}  // namespace accelbench
