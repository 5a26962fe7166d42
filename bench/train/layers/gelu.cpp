#include "bench/train/layers/gelu.h"

#include <algorithm>

#include "bench/base/isa.h"
#include "bench/train/math/column_sums.h"
#include "bench/train/math/fast_exp.h"
#include "bench/train/math/own_ahead.h"

namespace accelbench::bench::train {
namespace {

constexpr float two_root = 2 * 0.7978845608F;  // 2 sqrt(2 / pi)
constexpr float cubic = 0.044715F;

/// Elements that are worked on at once, in short loops one after the other: in one loop the chain from load
/// to store is so long that processors wait for it.
constexpr std::int64_t chunk = 128;

struct Chunk {
    float x[chunk];     // input + bias
    float gate[chunk];  // (1 + tanh(u)) / 2 = 1 / (1 + e^(-2u))
};

template <class Element>
[[gnu::always_inline]] inline void open_gates(const Element* input, const float* bias, std::int64_t count,
                                              Chunk& c) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const float x = widen(input[i]) + bias[i];
        c.x[i] = x;
        c.gate[i] = -two_root * (x + cubic * x * x * x);
    }
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) c.gate[i] = fast_exp(c.gate[i]);
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) c.gate[i] = 1.0F / (1.0F + c.gate[i]);
}

template <class Element>
ACCELBENCH_ISA_CLONES void forward_rows(const GeluForward<Element>& g, std::int64_t begin, std::int64_t end) {
    Chunk c;
    for (std::int64_t row = begin; row < end; ++row) {
        for (std::int64_t at = 0; at < g.columns; at += chunk) {
            const std::int64_t count = std::min(chunk, g.columns - at);
            Element* out = g.output + row * g.columns + at;
            if (row + 1 < end) own_ahead(out + g.columns, count);
            open_gates(g.input + row * g.columns + at, g.bias + at, count, c);
#pragma omp simd
            for (std::int64_t i = 0; i < count; ++i) out[i] = narrow<Element>(c.x[i] * c.gate[i]);
        }
    }
}

template <class Element>
[[gnu::always_inline]] inline void backward_chunk(const Chunk& c, std::int64_t count, const Element* d_output,
                                                  Element* d_input, float* sums) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const float x = c.x[i];
        const float g = c.gate[i];
        const float slope = two_root * (1.0F + 3.0F * cubic * x * x);
        const float d = widen(d_output[i]) * (g + x * g * (1.0F - g) * slope);
        d_input[i] = narrow<Element>(d);
        sums[i] += d;
    }
}

template <class Element>
ACCELBENCH_ISA_CLONES void backward_rows(const GeluBackward<Element>& b, std::int64_t begin, std::int64_t end,
                                         float* sums) {
    Chunk c;
    for (std::int64_t row = begin; row < end; ++row) {
        for (std::int64_t at = 0; at < b.columns; at += chunk) {
            const std::int64_t count = std::min(chunk, b.columns - at);
            const std::int64_t offset = row * b.columns + at;
            if (row + 1 < end) own_ahead(b.d_input + offset + b.columns, count);
            open_gates(b.input + offset, b.bias + at, count, c);
            backward_chunk(c, count, b.d_output + offset, b.d_input + offset, sums + at);
        }
    }
}

}  // namespace

template <class Element>
void gelu_forward(int threads, const GeluForward<Element>& g) {
    for_shares(threads, g.rows, [&](std::int64_t begin, std::int64_t end) { forward_rows(g, begin, end); });
}

template <class Element>
void gelu_backward(int threads, const GeluBackward<Element>& g) {
    in_parallel(threads, [&](int thread, int parts) {
        float* own = g.partial + thread * g.columns;
        std::fill(own, own + g.columns, 0.0F);
        const Share rows = share_of(g.rows, thread, parts);
        backward_rows(g, rows.begin, rows.end, own);
#pragma omp barrier
        add_partials(g.d_bias, g.partial, g.columns, g.columns, thread, parts);
    });
}

template void gelu_forward(int, const GeluForward<float>&);
template void gelu_forward(int, const GeluForward<bf16>&);
template void gelu_backward(int, const GeluBackward<float>&);
template void gelu_backward(int, const GeluBackward<bf16>&);

}  // namespace accelbench::bench::train
