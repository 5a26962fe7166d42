#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// output[batch x context x channels] = token_table[vocab x channels][token] + position_table[context x
/// channels].
struct EmbeddingForward {
    std::int64_t batch = 0;
    std::int64_t context = 0;
    std::int64_t channels = 0;
    const std::int32_t* tokens = nullptr;
    const float* token_table = nullptr;
    const float* position_table = nullptr;
    float* output = nullptr;
};
void embedding_forward(int threads, const EmbeddingForward& e);

/// d_token_table is added to (the tied head has already written its part); d_position_table is overwritten.
struct EmbeddingBackward {
    std::int64_t batch = 0;
    std::int64_t context = 0;
    std::int64_t channels = 0;
    const std::int32_t* tokens = nullptr;
    const float* d_output = nullptr;
    float* d_token_table = nullptr;
    float* d_position_table = nullptr;
};
void embedding_backward(int threads, const EmbeddingBackward& e);

}  // namespace accelbench::bench::train
