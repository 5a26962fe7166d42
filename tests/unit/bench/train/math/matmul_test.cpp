#include "bench/train/math/matmul.h"

#include "../layers/layer_testing.h"
#include "bench/train/math/team.h"
#include "bench/train/math/tiles.h"

namespace accelbench::bench::train {
namespace {

struct Case {
    std::int64_t rows, columns, depth;
    bool left_transposed, right_transposed;
    int threads;
    std::int64_t right_padding = 5;
};

std::size_t at(std::int64_t row, std::int64_t column, std::int64_t stride) {
    return static_cast<std::size_t>(row * stride + column);
}

/// Operands of a case, with strides wider than their rows, and what their product is.
template <class Element>
struct Operands {
    explicit Operands(const Case& c)
        : left_stride((c.left_transposed ? c.rows : c.depth) + 3),
          right_stride((c.right_transposed ? c.depth : c.columns) + c.right_padding),
          left(narrowed<Element>(random_values(left_stride * std::max(c.rows, c.depth), 1))),
          right(narrowed<Element>(random_values(right_stride * std::max(c.columns, c.depth), 2))),
          space(static_cast<std::size_t>(c.threads * tile_floats<Element>)) {}

    /// One element by a plain loop.
    double wanted(const Case& c, std::int64_t i, std::int64_t j) const {
        double sum = 0;
        for (std::int64_t k = 0; k < c.depth; ++k) {
            sum += double{widen(left[c.left_transposed ? at(k, i, left_stride) : at(i, k, left_stride)])} *
                   widen(right[c.right_transposed ? at(j, k, right_stride) : at(k, j, right_stride)]);
        }
        return sum;
    }

    template <class Result>
    Product<Element, Result> product(const Case& c, std::vector<Result>& result) {
        return {.rows = c.rows,
                .columns = c.columns,
                .depth = c.depth,
                .left = {left.data(), left_stride, c.left_transposed},
                .right = {right.data(), right_stride, c.right_transposed},
                .result = result.data(),
                .result_stride = c.columns + 2,
                .space = space.data()};
    }

    std::int64_t left_stride, right_stride;
    std::vector<Element> left, right;
    std::vector<float> space;
};

/// `start`: what the result held before.
template <class Element, class Result>
void expect_product(const Case& c, const Operands<Element>& operands, const std::vector<Result>& result,
                    double start, double step) {
    for (std::int64_t i = 0; i < c.rows; ++i) {
        for (std::int64_t j = 0; j < c.columns; ++j) {
            const double wanted = start + operands.wanted(c, i, j);
            ASSERT_NEAR(widen(result[at(i, j, c.columns + 2)]), wanted, 1e-4 + step * std::abs(wanted))
                << i << ", " << j;
        }
        ASSERT_EQ(widen(result[at(i, c.columns, c.columns + 2)]), start) << "written beyond a row";
    }
}

class MatmulTest : public testing::TestWithParam<Case> {
  protected:
    const Case c = GetParam();
    const std::size_t size = static_cast<std::size_t>(c.rows * (c.columns + 2));
};

TEST_P(MatmulTest, EqualsAPlainLoopWhateverTheLayoutAndTheThreads) {
    Operands<float> operands(c);
    std::vector<float> result(size, 0.5F);
    multiply(c.threads, operands.product(c, result));
    std::vector<float> again(size, 0.5F);
    auto in_place = operands.product(c, again);
    in_place.space = nullptr;
    multiply(c.threads, in_place);
    for (std::int64_t i = 0; i < c.rows; ++i) result[at(i, c.columns, c.columns + 2)] = 0;
    for (std::int64_t i = 0; i < c.rows; ++i) again[at(i, c.columns, c.columns + 2)] = 0;
    expect_product(c, operands, result, 0, 0);
    expect_product(c, operands, again, 0, 0);
}

TEST_P(MatmulTest, OfBf16SumsInFp32AndRoundsOnce) {
    Operands<bf16> operands(c);
    std::vector<float> wide(size);
    std::vector<bf16> narrow(size);
    multiply(c.threads, operands.product(c, wide));
    multiply(c.threads, operands.product(c, narrow));
    expect_product(c, operands, wide, 0, 0);
    expect_product(c, operands, narrow, 0, bf16_step / 2);
}

// The tiles are taken where the library needs them, which differs by processor: here always.
TEST_P(MatmulTest, ByTilesIsTheSame) {
    Operands<bf16> operands(c);
    Operands<float> floats(c);
    std::vector<float> wide(size), from_floats(size);
    std::vector<bf16> narrow(size);
    // As the kernel calls it. Elsewhere the library starts threads of its own, and leaves out what the
    // missing ones of a limit (OMP_THREAD_LIMIT) should have done.
    in_parallel(1, [&](int, int) {
        multiply_tiled(operands.product(c, wide));
        multiply_tiled(operands.product(c, narrow));
        multiply_tiled(floats.product(c, from_floats));
    });
    expect_product(c, operands, wide, 0, 0);
    expect_product(c, operands, narrow, 0, bf16_step / 2);
    expect_product(c, floats, from_floats, 0, 0);
}

TEST_P(MatmulTest, AccumulatesIntoFp32WhenAsked) {
    Operands<float> floats(c);
    Operands<bf16> halves(c);
    std::vector<float> result(size, 3), from_halves(size, 3);
    auto product = floats.product(c, result);
    auto half_product = halves.product(c, from_halves);
    product.accumulate = half_product.accumulate = true;
    multiply(c.threads, product);
    multiply(c.threads, half_product);
    expect_product(c, floats, result, 3, 0);
    expect_product(c, halves, from_halves, 3, 0);
}

// The middle ones reach beyond one tile each way, with a rest; the last have one column or one row, whose strides
// oneDNN 3.7 misreads.
INSTANTIATE_TEST_SUITE_P(
    Layouts, MatmulTest,
    testing::Values(Case{7, 33, 19, false, false, 1}, Case{7, 33, 19, false, true, test_threads},
                    Case{40, 17, 5, true, false, test_threads}, Case{64, 64, 64, true, true, test_threads},
                    Case{1, 100, 3, false, false, test_threads * 3},
                    Case{tile_rows + 13, 24, tile_depth + 11, true, false, 1},
                    Case{9, tile_columns + 7, tile_depth + 3, false, true, 1},
                    Case{5, panel_columns + 7, panel_depth + 3, false, false, 1},
                    Case{520, 24, 256, false, true, test_threads, 0}, Case{20, 512, 64, false, false, 1, 0},
                    Case{tile_rows + 1, 512, tile_depth + 1, true, false, 1, 0}, Case{7, 1, 19, false, false, 1},
                    Case{7, 1, 19, true, true, 1}, Case{1, 33, 19, true, false, 1},
                    Case{1, 33, 19, true, true, 1}, Case{1, 1, 19, true, true, 1}));

TEST(Tiles, AreTakenWhereRowsFallIntoFewCacheSets) {
    const float value = 0;
    const auto product = [&](std::int64_t rows, std::int64_t stride, bool transposed) {
        Product<float, float> empty;
        empty.rows = rows;
        empty.right = {&value, stride, transposed};
        return empty;
    };
    EXPECT_TRUE(reads_rows_slowly(product(1, 1024, false).right));
    EXPECT_FALSE(reads_rows_slowly(product(1, 1024, true).right));
    EXPECT_FALSE(reads_rows_slowly(product(1, 768, false).right));
    EXPECT_TRUE(pays_for_panels(product(256, 768, true)));
    EXPECT_FALSE(pays_for_panels(product(255, 768, true))) << "few rows don't pay for the copy";
    EXPECT_FALSE(pays_for_panels(product(256, 384, true)));
}

}  // namespace
}  // namespace accelbench::bench::train
