#include "topology/base/whole.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

namespace accelbench::topology {
namespace {

/// What the processor makes of it: the compiler's answer to a cast that is undefined is another one.
template <class Number>
Number read(const char* text) {
    return whole<Number>(std::strtod(text, nullptr));
}

TEST(Whole, LosesItsFraction) {
    EXPECT_EQ(read<int>("2.9"), 2);
    EXPECT_EQ(read<int>("-2.9"), -2);
}

// 2^63 as a double is one more than the largest 64-bit integer: a comparison with that one would let it pass.
TEST(Whole, BeyondTheTypeIsItsNearest) {
    EXPECT_EQ(read<int>("1e300"), INT32_MAX);
    EXPECT_EQ(read<int>("-inf"), INT32_MIN);
    EXPECT_EQ(read<std::int64_t>("9223372036854775808"), INT64_MAX);
    EXPECT_EQ(read<std::uint64_t>("18446744073709551616"), UINT64_MAX);
    EXPECT_EQ(read<std::uint64_t>("-1"), 0U);
}

TEST(Whole, OfNoNumberIsZero) { EXPECT_EQ(read<int>("nan"), 0); }

}  // namespace
}  // namespace accelbench::topology
