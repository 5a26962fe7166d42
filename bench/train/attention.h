#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// Causal multi-head attention (Vaswani et al. 2017): per batch row and head, with d = channels / heads,
/// probabilities = softmax of the rows of (query key^T / sqrt(d)) up to the diagonal; output = probabilities
/// * value. qkv: [batch x context x 3 channels], query, key and value side by side, each heads x d;
/// probabilities: [batch x heads x context x context], kept for the backward, meaningless above the diagonal
/// blocks; output: [batch x context x channels].
struct AttentionShape {
    std::int64_t batch = 0;
    std::int64_t context = 0;
    std::int64_t heads = 0;
    std::int64_t channels = 0;
    std::int64_t head_channels() const { return channels / heads; }
};

/// Queries are handled in blocks of this many rows; a block's products stop at its last key, which leaves out
/// most of the upper triangle.
constexpr std::int64_t attention_block = 64;

void attention_forward(int threads, const AttentionShape& shape, const float* qkv, float* probabilities,
                       float* output);

/// d_qkv, laid out like qkv, is overwritten. scratch: [threads x attention_block x context].
struct AttentionBackward {
    const float* qkv = nullptr;
    const float* probabilities = nullptr;
    const float* d_output = nullptr;
    float* d_qkv = nullptr;
    float* scratch = nullptr;
};
void attention_backward(int threads, const AttentionShape& shape, const AttentionBackward& a);

}  // namespace accelbench::bench::train
