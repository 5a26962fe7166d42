#include "bench/train/layers/embedding.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

TEST(Embedding, BackwardIsTheSlopeOfForwardAndAddsToTheTiedHead) {
    constexpr std::int64_t batch = 2, context = 3, channels = 21, vocab = 5;
    const std::vector<std::int32_t> tokens{0, 4, 4, 1, 4, 0};  // repeated, so that rows meet
    auto token_table = random_values(vocab * channels, 1);
    auto position_table = random_values(context * channels, 2);
    const auto d_output = random_values(batch * context * channels, 3);
    std::vector<float> output(d_output.size());
    const auto loss = [&] {
        embedding_forward(test_threads, {.batch = batch,
                                         .context = context,
                                         .channels = channels,
                                         .tokens = tokens.data(),
                                         .token_table = token_table.data(),
                                         .position_table = position_table.data(),
                                         .output = output.data()});
        return dot(output, d_output);
    };
    std::vector<float> d_tokens(token_table.size(), 3), d_positions(position_table.size(), 9);
    embedding_backward(test_threads, {.batch = batch,
                                      .context = context,
                                      .channels = channels,
                                      .tokens = tokens.data(),
                                      .d_output = d_output.data(),
                                      .d_token_table = d_tokens.data(),
                                      .d_position_table = d_positions.data()});
    for (float& d : d_tokens) d -= 3;  // what the head had written
    expect_gradient(token_table, d_tokens, loss);
    expect_gradient(position_table, d_positions, loss);
}

}  // namespace
}  // namespace accelbench::bench::train
