#include "bench/train/matmul.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

struct Case {
    std::int64_t rows, columns, depth;
    bool left_transposed, right_transposed;
    int threads;
};

std::size_t at(std::int64_t row, std::int64_t column, std::int64_t stride) {
    return static_cast<std::size_t>(row * stride + column);
}

class MatmulTest : public testing::TestWithParam<Case> {};

TEST_P(MatmulTest, EqualsAPlainLoopWhateverTheLayoutAndTheThreads) {
    const Case c = GetParam();
    const std::int64_t left_stride = (c.left_transposed ? c.rows : c.depth) + 3;
    const std::int64_t right_stride = (c.right_transposed ? c.depth : c.columns) + 5;
    const auto left = random_values(left_stride * std::max(c.rows, c.depth), 1);
    const auto right = random_values(right_stride * std::max(c.columns, c.depth), 2);
    const auto bias = random_values(c.columns, 3);
    const auto initial = random_values(c.rows * c.columns, 4);
    std::vector<float> result(static_cast<std::size_t>(c.rows * c.columns), 1e9F);
    multiply(c.threads, {.rows = c.rows,
                         .columns = c.columns,
                         .depth = c.depth,
                         .left = {left.data(), left_stride, c.left_transposed},
                         .right = {right.data(), right_stride, c.right_transposed},
                         .result = result.data(),
                         .result_stride = c.columns,
                         .scale = 0.5F,
                         .bias = bias.data(),
                         .initial = initial.data()});
    for (std::int64_t i = 0; i < c.rows; ++i) {
        for (std::int64_t j = 0; j < c.columns; ++j) {
            double sum = 0;
            for (std::int64_t k = 0; k < c.depth; ++k) {
                sum += double{left[c.left_transposed ? at(k, i, left_stride) : at(i, k, left_stride)]} *
                       right[c.right_transposed ? at(j, k, right_stride) : at(k, j, right_stride)];
            }
            const double wanted = 0.5 * sum + bias[at(0, j, 0)] + initial[at(i, j, c.columns)];
            ASSERT_NEAR(result[at(i, j, c.columns)], wanted, 1e-4) << i << ", " << j;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Layouts, MatmulTest,
                         testing::Values(Case{7, 33, 19, false, false, 1},
                                         Case{7, 33, 19, false, true, test_threads},
                                         Case{40, 17, 5, true, false, test_threads},
                                         Case{64, 64, 64, true, true, test_threads},
                                         Case{1, 100, 3, false, false, test_threads * 3}));

TEST(Matmul, AccumulatesWhenAsked) {
    const std::vector<float> one{1, 2, 3, 4};
    std::vector<float> result{10, 20, 30, 40};
    multiply_here({.rows = 2,
                   .columns = 2,
                   .depth = 2,
                   .left = {one.data(), 2},
                   .right = {one.data(), 2},
                   .result = result.data(),
                   .result_stride = 2,
                   .accumulate = true});
    EXPECT_EQ(result, (std::vector<float>{17, 30, 45, 62}));
}

}  // namespace
}  // namespace accelbench::bench::train
