#include "bench/train/layers/attention.h"

#include "bench/train/math/tiles.h"
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

template <class Element>
struct AttentionLayer {
    explicit AttentionLayer(const AttentionShape& s) : shape(s) {}

    void forward() {
        attended_qkv = qkv;
        attention_forward<Element>(test_threads, shape,
                                   {.qkv = attended_qkv.data(),
                                    .bias = bias.data(),
                                    .probabilities = probabilities.data(),
                                    .output = output.data(),
                                    .scratch = scratch.data(),
                                    .space = space.data()});
    }
    void backward() {
        attention_backward<Element>(test_threads, shape,
                                    {.qkv = attended_qkv.data(),
                                     .probabilities = probabilities.data(),
                                     .d_output = d_output.data(),
                                     .d_qkv = d_qkv.data(),
                                     .d_bias = d_bias.data(),
                                     .scratch = scratch.data(),
                                     .space = space.data()});
    }

    AttentionShape shape;
    std::int64_t tokens = shape.batch * shape.context;
    std::vector<Element> qkv = narrowed<Element>(random_values(tokens * 3 * shape.channels, 1));
    std::vector<float> bias = random_values(3 * shape.channels, 3);
    std::vector<Element> d_output = narrowed<Element>(random_values(tokens * shape.channels, 2));
    // NaN where nothing is written: whoever reads above the diagonal blocks shows it.
    std::vector<Element> probabilities = std::vector<Element>(
        static_cast<std::size_t>(tokens * shape.heads * shape.context), narrow<Element>(std::nanf("")));
    std::vector<Element> output = d_output;
    std::vector<Element> attended_qkv = qkv, d_qkv = qkv;
    std::vector<float> d_bias = std::vector<float>(bias.size(), 9);
    std::vector<float> scratch =
        std::vector<float>(static_cast<std::size_t>(test_threads * attention_scratch(shape)), std::nanf(""));
    std::vector<float> space =
        std::vector<float>(static_cast<std::size_t>(test_threads * tile_floats<Element>));
};

class AttentionTest : public testing::TestWithParam<AttentionShape> {};

TEST_P(AttentionTest, ForwardEqualsTheDefinition) {
    AttentionLayer<float> l(GetParam());
    l.forward();
    auto with_bias = l.qkv;
    for (std::size_t i = 0; i < with_bias.size(); ++i) with_bias[i] += l.bias[i % l.bias.size()];
    const auto wanted = plain_attention(l.shape, with_bias);
    for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(l.output[i], wanted[i], 1e-5) << i;
}

TEST_P(AttentionTest, BackwardIsTheSlopeOfForward) {
    AttentionLayer<float> l(GetParam());
    l.forward();
    l.backward();
    const auto loss = [&] {
        l.forward();
        return dot(l.output, l.d_output);
    };
    expect_gradient(l.qkv, l.d_qkv, loss);
    expect_gradient(l.bias, l.d_bias, loss, 5e-3);
}

// Probabilities, d_scores and the results are rounded on the way, and sums of them cancel: hence several
// roundings.
TEST_P(AttentionTest, OfBf16IsThatOfFp32Rounded) {
    AttentionLayer<bf16> narrow(GetParam());
    AttentionLayer<float> wide(GetParam());
    for (float& b : narrow.bias) b = 0;  // or the sum with it is rounded before all else
    wide.bias = narrow.bias;
    wide.qkv = widened(narrow.qkv);
    wide.d_output = widened(narrow.d_output);
    narrow.forward();
    wide.forward();
    expect_rounded(widened(narrow.output), wide.output, 4);
    narrow.backward();
    wide.backward();
    expect_rounded(widened(narrow.d_qkv), wide.d_qkv, 8);
    expect_rounded(narrow.d_bias, wide.d_bias, 8);
}

TEST_P(AttentionTest, OfBf16AddsTheBias) {
    AttentionLayer<bf16> narrow(GetParam());
    AttentionLayer<float> wide(GetParam());
    wide.qkv = widened(narrow.qkv);
    for (std::size_t i = 0; i < wide.qkv.size(); ++i)
        wide.qkv[i] =
            widen(accelbench::bench::train::narrow<bf16>(wide.qkv[i] + wide.bias[i % wide.bias.size()]));
    for (float& b : wide.bias) b = 0;
    narrow.forward();
    wide.forward();
    expect_rounded(widened(narrow.output), wide.output, 4);
}

// Shorter than a block, exactly two blocks, and with a rest of one row.
INSTANTIATE_TEST_SUITE_P(Shapes, AttentionTest,
                         testing::Values(AttentionShape{2, 9, 3, 15}, AttentionShape{1, 128, 1, 8},
                                         AttentionShape{1, 65, 2, 12}));

}  // namespace
}  // namespace accelbench::bench::train
