#include "bench/train/gpt/gpt_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <type_traits>
#include <vector>

#include "bench/base/counter_random.h"
#include "bench/train/gpt/gpt_model.h"
#include "bench/train/math/matmul.h"
#include "bench/train/math/team.h"
#include "bench/train/math/tiles.h"
#include "topology/base/clock.h"

namespace accelbench::bench::train {
namespace {

template <class Element>
std::vector<Element> some_values(std::int64_t count, std::uint64_t flip) {
    std::vector<Element> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = narrow<Element>(unit_float(mix64(i ^ flip)) - 0.5F);
    return values;
}

template <class Element>
std::string check_product(int threads) {
    constexpr std::int64_t rows = 33, columns = 47, depth = 29;  // odd: the library's edge code runs too
    const auto left = some_values<Element>(rows * depth, 0),
               right = some_values<Element>(columns * depth, ~0ULL);
    std::vector<float> result(rows * columns),
        space(static_cast<std::size_t>(threads * tile_floats<Element>));
    multiply(threads, Product<Element, float>{.rows = rows,
                                              .columns = columns,
                                              .depth = depth,
                                              .left = {left.data(), depth},
                                              .right = {right.data(), depth, true},
                                              .result = result.data(),
                                              .result_stride = columns,
                                              .space = space.data()});
    for (std::int64_t i = 0; i < rows * columns; ++i) {
        double sum = 0;
        for (std::int64_t k = 0; k < depth; ++k) {
            sum += double{widen(left[static_cast<std::size_t>(i / columns * depth + k)])} *
                   widen(right[static_cast<std::size_t>(i % columns * depth + k)]);
        }
        const double got = result[static_cast<std::size_t>(i)];
        if (!(std::abs(got - sum) < 1e-4)) {
            return fmt::format("gpt: element {} of a {} product is {}, not {}", i, matmul_library(), got,
                               sum);
        }
    }
    return "";
}

template <class Element>
std::string check_model(int threads, const topology::MemoryPlan& memory) {
    const GptShape shape{.layers = 1, .heads = 2, .channels = 32, .context = 16, .batch = 2, .vocab = 256};
    GptModel<Element> model(shape, threads, 1, memory);
    SoloGroup alone;
    GradientBuckets buckets(alone, model.layout(), model.gradients());
    std::vector<std::int32_t> tokens(static_cast<std::size_t>(shape.tokens()) + 1);
    for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<std::int32_t>(i * 7 % 256);
    const float scale = 1.0F / static_cast<float>(shape.tokens());
    const double first = model.forward(tokens.data(), tokens.data() + 1, scale);
    // Weights of deviation 0.02 make nearly equal logits, so the first loss is nearly that of a uniform
    // guess.
    if (!(std::abs(first - std::log(256.0)) < 0.2)) {
        return fmt::format("gpt: the first loss of a small model is {}, far from ln 256 = 5.545", first);
    }
    model.backward(tokens.data(), buckets);
    model.update({.learning_rate = 1e-3F}, 1);
    const double second = model.forward(tokens.data(), tokens.data() + 1, scale);
    if (!(second < first)) {
        return fmt::format("gpt: one update of a small model took its loss from {} to {}", first, second);
    }
    return "";
}

constexpr std::int64_t peak_size = 384;

template <class Element>
void square_product(const Element* operands, float* result) {
    constexpr std::int64_t n = peak_size;
    multiply_here(Product<Element, float>{.rows = n,
                                          .columns = n,
                                          .depth = n,
                                          .left = {operands, n},
                                          .right = {operands + n * n, n},
                                          .result = result,
                                          .result_stride = n});
}

}  // namespace

template <class Element>
std::string check_gpt(int threads, const topology::MemoryPlan& memory) {
    const std::string product = check_product<Element>(threads);
    return product.empty() ? check_model<Element>(threads, memory) : product;
}

template <class Element>
double matmul_peak_flops(Group& group, int threads, const topology::MemoryPlan& memory) {
    if constexpr (std::is_same_v<Element, bf16>) {
        // Widened, bf16 is multiplied in fp32: that is the peak then, not our tiles' own rate.
        if (!library_multiplies_bf16()) return matmul_peak_flops<float>(group, threads, memory);
    }
    using Clock = std::chrono::steady_clock;
    constexpr std::int64_t square = peak_size * peak_size;
    SlotList operand_slots(sizeof(Element)), result_slots;
    operand_slots.add(threads, 2 * square);
    result_slots.add(threads, square);
    Arena<Element> operands("peak/operands", operand_slots, memory, threads);
    Arena<float> results("peak/results", result_slots, memory, threads);
    const auto all_products = [&] {
        in_parallel(threads, [&](int thread, int) {
            square_product(operands.begin() + thread * 2 * square, results.begin() + thread * square);
        });
    };
    all_products();  // the library makes its code at the first call
    group.barrier();
    const auto start = Clock::now();
    double shortest = 1e9;
    while (Clock::now() - start < std::chrono::milliseconds(50)) {
        const auto begin = Clock::now();
        all_products();
        shortest = std::min(shortest, seconds_since(begin));
    }
    return threads * 2.0 * peak_size * square / shortest;
}

template std::string check_gpt<float>(int, const topology::MemoryPlan&);
template std::string check_gpt<bf16>(int, const topology::MemoryPlan&);
template double matmul_peak_flops<float>(Group&, int, const topology::MemoryPlan&);
template double matmul_peak_flops<bf16>(Group&, int, const topology::MemoryPlan&);

}  // namespace accelbench::bench::train
