#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "bench/base/counter_random.h"
#include "bench/train/gpt/parameter_layout.h"
#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// The thread sanitizer doesn't see libgomp's barriers and would report each of them; there one thread must
/// do.
#if defined(__SANITIZE_THREAD__)
inline constexpr int test_threads = 1;
#else
inline constexpr int test_threads = 2;
#endif

/// `count` values uniform in [-1, 1), other ones for each `stream`.
inline std::vector<float> random_values(std::int64_t count, std::uint64_t stream) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = 2 * unit_float(counter_random(3, stream, i)) - 1;
    return values;
}

/// Each value rounded to Element.
template <class Element>
std::vector<Element> narrowed(const std::vector<float>& values) {
    std::vector<Element> result;
    for (const float value : values) result.push_back(narrow<Element>(value));
    return result;
}

template <class Element>
std::vector<float> widened(const std::vector<Element>& values) {
    std::vector<float> result;
    for (const Element value : values) result.push_back(widen(value));
    return result;
}

/// Relative distance of neighbouring bf16 numbers: what one rounding may change is half of it.
inline constexpr double bf16_step = 1.0 / 128;

/// Expects each of `got` within `roundings` bf16 roundings of `wanted`; what lies near 0 is held to the
/// values' own size, since sums cancel.
inline void expect_rounded(const std::vector<float>& got, const std::vector<float>& wanted,
                           double roundings) {
    double squares = 0;
    for (const float value : wanted) squares += double{value} * value;
    const double size = std::sqrt(squares / static_cast<double>(wanted.size()));
    ASSERT_EQ(got.size(), wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double tolerance = roundings * bf16_step / 2 * std::max(double{std::abs(wanted[i])}, size);
        ASSERT_NEAR(got[i], wanted[i], tolerance) << i;
    }
}

/// sum of a[i] * b[i]: the scalar by which a layer's output is made a loss, with b as its d_output.
inline double dot(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
    return sum;
}

/// Expects `analytic` to be the slope of loss() in each value of `values` (at most 40 of them, spread
/// evenly), by central differences. `step` trades rounding against curvature: the layers compute in single
/// precision.
inline void expect_gradient(std::vector<float>& values, const std::vector<float>& analytic,
                            const std::function<double()>& loss, double tolerance = 2e-3,
                            float step = 1e-2F) {
    const std::size_t stride = std::max<std::size_t>(1, values.size() / 40);
    for (std::size_t i = 0; i < values.size(); i += stride) {
        const float kept = values[i];
        values[i] = kept + step;
        const double above = loss();
        values[i] = kept - step;
        const double below = loss();
        values[i] = kept;
        const double slope = (above - below) / (2.0 * step);
        EXPECT_NEAR(analytic[i], slope, tolerance * (1 + std::abs(slope))) << "value " << i;
    }
}

/// Whether element i of a tensor is of a key's bias. Its gradient is zero, softmax being blind to it: what is
/// computed of it is rounding.
inline bool is_key_bias(const Tensor& tensor, std::int64_t i) {
    const std::int64_t channels = tensor.slot.elements() / 3;
    return tensor.name.ends_with("qkv.bias") && i / channels == 1;
}

}  // namespace accelbench::bench::train
