#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

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
    constexpr std::int64_t head_channels() const { return channels / heads; }
};

/// Queries are handled in blocks of this many rows; a block's products stop at its last key, which leaves out
/// most of the upper triangle.
constexpr std::int64_t attention_block = 64;

/// Floats of scratch that one thread needs: a block of scores, one of their gradients, the sums of one head's
/// d_key and d_value, and the bias' gradient.
constexpr std::int64_t attention_scratch(const AttentionShape& s) {
    return 2 * attention_block * s.context + 2 * s.context * s.head_channels() + 3 * s.channels;
}

/// Adds bias[3 channels] to qkv, in place, then attends. scratch: [threads x attention_scratch]; space: as in
/// Product, for each thread.
template <class Element>
struct AttentionForward {
    Element* qkv = nullptr;
    const float* bias = nullptr;
    Element* probabilities = nullptr;
    Element* output = nullptr;
    float* scratch = nullptr;
    float* space = nullptr;
};
template <class Element>
void attention_forward(int threads, const AttentionShape& shape, const AttentionForward<Element>& a);

/// qkv: with its bias, as the forward left it. d_qkv, laid out like qkv, and d_bias, its sums over all rows,
/// are overwritten; the threads' sums are added in thread order.
template <class Element>
struct AttentionBackward {
    const Element* qkv = nullptr;
    const Element* probabilities = nullptr;
    const Element* d_output = nullptr;
    Element* d_qkv = nullptr;
    float* d_bias = nullptr;
    float* scratch = nullptr;
    float* space = nullptr;
};
template <class Element>
void attention_backward(int threads, const AttentionShape& shape, const AttentionBackward<Element>& a);

}  // namespace accelbench::bench::train
