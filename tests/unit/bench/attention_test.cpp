#include "bench/train/attention.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

/// The definition, in double, one query at a time.
std::vector<double> plain_attention(const AttentionShape& s, const std::vector<float>& qkv) {
    const std::int64_t size = s.head_channels();
    const auto value = [&](std::int64_t b, std::int64_t t, std::int64_t part, std::int64_t column) {
        return double{qkv[static_cast<std::size_t>(((b * s.context + t) * 3 + part) * s.channels + column)]};
    };
    std::vector<double> output;
    for (std::int64_t row = 0; row < s.batch * s.context; ++row) {
        const std::int64_t b = row / s.context, t = row % s.context;
        for (std::int64_t column = 0; column < s.channels; ++column) {
            const std::int64_t head = column / size * size;
            double sum = 0, weighted = 0;
            for (std::int64_t key = 0; key <= t; ++key) {
                double score = 0;
                for (std::int64_t i = head; i < head + size; ++i)
                    score += value(b, t, 0, i) * value(b, key, 1, i);
                const double e = std::exp(score / std::sqrt(double(size)));
                sum += e;
                weighted += e * value(b, key, 2, column);
            }
            output.push_back(weighted / sum);
        }
    }
    return output;
}

class AttentionTest : public testing::TestWithParam<AttentionShape> {
  protected:
    double loss() {
        attention_forward(test_threads, shape, qkv.data(), probabilities.data(), output.data());
        return dot(output, d_output);
    }

    const AttentionShape shape = GetParam();
    const std::int64_t tokens = shape.batch * shape.context;
    std::vector<float> qkv = random_values(tokens * 3 * shape.channels, 1);
    const std::vector<float> d_output = random_values(tokens * shape.channels, 2);
    // NaN where nothing is written: whoever reads above the diagonal blocks shows it.
    std::vector<float> probabilities =
        std::vector<float>(static_cast<std::size_t>(tokens * shape.heads * shape.context), std::nanf(""));
    std::vector<float> output = std::vector<float>(d_output.size());
};

TEST_P(AttentionTest, ForwardEqualsTheDefinition) {
    loss();
    const auto wanted = plain_attention(shape, qkv);
    for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(output[i], wanted[i], 1e-5) << i;
}

TEST_P(AttentionTest, BackwardIsTheSlopeOfForward) {
    loss();
    std::vector<float> d_qkv(qkv.size(), 9);
    std::vector<float> scratch(static_cast<std::size_t>(test_threads * attention_block * shape.context));
    attention_backward(test_threads, shape,
                       {.qkv = qkv.data(),
                        .probabilities = probabilities.data(),
                        .d_output = d_output.data(),
                        .d_qkv = d_qkv.data(),
                        .scratch = scratch.data()});
    expect_gradient(qkv, d_qkv, [&] { return loss(); });
}

// Shorter than a block, exactly two blocks, and with a rest of one row.
INSTANTIATE_TEST_SUITE_P(Shapes, AttentionTest,
                         testing::Values(AttentionShape{2, 9, 3, 15}, AttentionShape{1, 128, 1, 8},
                                         AttentionShape{1, 65, 2, 12}));

}  // namespace
}  // namespace accelbench::bench::train
