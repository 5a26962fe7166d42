#include "bench/train/layers/linear.h"

#include "bench/train/math/tiles.h"
#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

constexpr std::int64_t tokens = 5, inputs = 7, outputs = 19;

template <class Element>
struct LinearLayer {
    std::vector<float> space =
        std::vector<float>(static_cast<std::size_t>(test_threads * tile_floats<Element>));
    const Linear<Element> linear{tokens, inputs, outputs, space.data()};
    std::vector<Element> input = narrowed<Element>(random_values(tokens * inputs, 1));
    std::vector<Element> weight = narrowed<Element>(random_values(outputs * inputs, 2));
    std::vector<Element> d_output = narrowed<Element>(random_values(tokens * outputs, 5));
    std::vector<Element> output = d_output, d_input = input;
    std::vector<float> d_weight = std::vector<float>(weight.size(), 9);

    void run() {
        linear.forward(test_threads, input.data(), weight.data(), output.data());
        linear.backward_weight(test_threads, d_output.data(), input.data(), d_weight.data());
        linear.backward_input(test_threads, d_output.data(), weight.data(), d_input.data());
    }
};

TEST(Linear, BackwardIsTheSlopeOfForward) {
    LinearLayer<float> l;
    const auto loss = [&] {
        l.linear.forward(test_threads, l.input.data(), l.weight.data(), l.output.data());
        return dot(l.output, l.d_output);
    };
    l.run();
    expect_gradient(l.input, l.d_input, loss);
    expect_gradient(l.weight, l.d_weight, loss);
}

TEST(Linear, OfBf16IsThatOfFp32RoundedOnce) {
    LinearLayer<bf16> narrow;
    LinearLayer<float> wide;
    wide.input = widened(narrow.input);
    wide.weight = widened(narrow.weight);
    wide.d_output = widened(narrow.d_output);
    narrow.run();
    wide.run();
    expect_rounded(widened(narrow.output), wide.output, 1.01);
    expect_rounded(widened(narrow.d_input), wide.d_input, 1.01);
    expect_rounded(narrow.d_weight, wide.d_weight, 0.01);  // in fp32: only the order of sums differs
}

}  // namespace
}  // namespace accelbench::bench::train
