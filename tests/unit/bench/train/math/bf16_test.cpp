#include "bench/train/math/bf16.h"

#include <limits>

#include "../layers/layer_testing.h"

namespace accelbench::bench::train {
namespace {

float rounded(float value) { return widen(narrow<bf16>(value)); }

TEST(Bf16, RoundsToTheNearestAndTiesToEven) {
    EXPECT_EQ(rounded(1.0F), 1.0F);
    EXPECT_EQ(rounded(1.0F + 1.0F / 256), 1.0F);               // a tie, down to even
    EXPECT_EQ(rounded(1.0F + 3.0F / 256), 1.0F + 1.0F / 64);   // a tie, up to even
    EXPECT_EQ(rounded(1.0F + 1.1F / 256), 1.0F + 1.0F / 128);  // above the tie
    EXPECT_EQ(rounded(-1.0F - 3.0F / 256), -1.0F - 1.0F / 64);
}

TEST(Bf16, StaysWithinHalfAStepOfAnyValue) {
    for (const float value : random_values(1000, 1)) {
        for (const float scale : {1e-30F, 1e-3F, 1.0F, 1e30F})
            EXPECT_NEAR(rounded(scale * value), scale * value, bf16_step / 2 * std::abs(scale * value));
    }
}

// A NaN that became an infinity would end as a large loss, not as a broken one.
TEST(Bf16, KeepsNaNInfinityAndZero) {
    for (const std::uint32_t bits : {0x7FC00000U, 0x7FFFFFFFU, 0xFFFFFFFFU, 0x7F800001U})
        EXPECT_TRUE(std::isnan(rounded(std::bit_cast<float>(bits)))) << bits;
    constexpr float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(rounded(infinity), infinity);
    EXPECT_EQ(rounded(-infinity), -infinity);
    EXPECT_EQ(rounded(std::numeric_limits<float>::max()), infinity);
    EXPECT_TRUE(std::signbit(rounded(-0.0F)));
}

}  // namespace
}  // namespace accelbench::bench::train
