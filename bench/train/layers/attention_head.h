#pragma once

#include <cmath>
#include <cstdint>

#include "bench/train/layers/attention.h"
#include "bench/train/math/tiles.h"

namespace accelbench::bench::train {

/// Where one batch row and head finds its matrices.
struct Head {
    std::int64_t column;         // of its query in a row of qkv; key and value follow `channels` apart
    std::int64_t qkv;            // offset of its query in qkv
    std::int64_t probabilities;  // offset of its context x context matrix
    std::int64_t output;         // offset in [batch x context x channels]
};

inline Head head_of(const AttentionShape& s, std::int64_t index) {
    const std::int64_t batch = index / s.heads;
    const std::int64_t column = index % s.heads * s.head_channels();
    return {column, batch * s.context * 3 * s.channels + column, index * s.context * s.context,
            batch * s.context * s.channels + column};
}

inline float score_scale(const AttentionShape& s) {
    return 1.0F / std::sqrt(static_cast<float>(s.head_channels()));
}

/// One thread's scratch, and its space for products.
struct HeadScratch {
    float* scores;     // [attention_block x context]
    float* d_scores;   // as much, read as the products' elements
    float* d_key;      // [context x head_channels]
    float* d_value;    // [context x head_channels]
    float* bias_sums;  // [3 channels]
    float* space;
};

template <class Element>
HeadScratch scratch_of(const AttentionShape& s, float* scratch, float* space, int thread) {
    float* own = scratch + thread * attention_scratch(s);
    const std::int64_t block = attention_block * s.context;
    const std::int64_t head = s.context * s.head_channels();
    return {own,
            own + block,
            own + 2 * block,
            own + 2 * block + head,
            own + 2 * block + 2 * head,
            space == nullptr ? nullptr : space + thread * tile_floats<Element>};
}

}  // namespace accelbench::bench::train
