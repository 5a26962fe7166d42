#include "bench/train/layers/layernorm.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "bench/base/isa.h"
#include "bench/train/math/column_sums.h"
#include "bench/train/math/own_ahead.h"

namespace accelbench::bench::train {
namespace {

constexpr float epsilon = 1e-5F;

/// Sum of value(i) over [0, count), in four chains: one alone would wait for each addition before the next.
[[gnu::always_inline]] inline float sum_of(std::int64_t count, const auto& value) {
    const std::int64_t quarter = count / 4;
    float a = 0, b = 0, c = 0, d = 0;
#pragma omp simd reduction(+ \
                           : a, b, c, d)
    for (std::int64_t i = 0; i < quarter; ++i) {
        a += value(i);
        b += value(quarter + i);
        c += value(2 * quarter + i);
        d += value(3 * quarter + i);
    }
    for (std::int64_t i = 4 * quarter; i < count; ++i) a += value(i);
    return (a + b) + (c + d);
}

/// Adds the branch into the stream's row; gives the row that is normalised.
template <class Element>
[[gnu::always_inline]] inline const float* add_branch(const LayerNormForward<Element>& l, std::int64_t row) {
    const float* stream = l.stream + row * l.channels;
    if (l.branch == nullptr) return stream;
    const Element* branch = l.branch + row * l.channels;
    const float* bias = l.bias;
    float* sum = l.sum + row * l.channels;
#pragma omp simd
    for (std::int64_t i = 0; i < l.channels; ++i) sum[i] = stream[i] + (widen(branch[i]) + bias[i]);
    return sum;
}

template <class Element>
ACCELBENCH_ISA_CLONES void normalise_rows(const LayerNormForward<Element>& l, std::int64_t begin,
                                          std::int64_t end) {
    const std::int64_t channels = l.channels;
    const float* gain = l.gain;
    const float* shift = l.shift;
    for (std::int64_t row = begin; row < end; ++row) {
        if (row + 1 < end) {
            own_ahead(l.output + (row + 1) * channels, channels);
            if (l.branch != nullptr) own_ahead(l.sum + (row + 1) * channels, channels);
        }
        const float* in = add_branch(l, row);
        Element* out = l.output + row * channels;
        const float mean =
            sum_of(channels, [in](std::int64_t i) { return in[i]; }) / static_cast<float>(channels);
        const float squares =
            sum_of(channels, [in, mean](std::int64_t i) { return (in[i] - mean) * (in[i] - mean); });
        const float inverse = 1.0F / std::sqrt(squares / static_cast<float>(channels) + epsilon);
#pragma omp simd
        for (std::int64_t i = 0; i < channels; ++i)
            out[i] = narrow<Element>((in[i] - mean) * inverse * gain[i] + shift[i]);
        l.mean[row] = mean;
        l.inverse_deviation[row] = inverse;
    }
}

/// One row's averages of g and g * n, and its part of the sums over rows.
template <class Element>
[[gnu::always_inline]] inline std::pair<float, float> average_row(const LayerNormBackward<Element>& l,
                                                                  std::int64_t row, float* d_gain,
                                                                  float* d_shift) {
    const Element* d_out = l.d_output + row * l.channels;
    const float* in = l.sum + row * l.channels;
    const float* gain = l.gain;
    const float mean = l.mean[row];
    const float inverse = l.inverse_deviation[row];
    float sum = 0;
    float product = 0;
#pragma omp simd reduction(+ \
                           : sum, product)
    for (std::int64_t i = 0; i < l.channels; ++i) {
        const float d = widen(d_out[i]);
        const float normal = (in[i] - mean) * inverse;
        const float g = d * gain[i];
        sum += g;
        product += g * normal;
        d_gain[i] += d * normal;
        d_shift[i] += d;
    }
    return {sum / static_cast<float>(l.channels), product / static_cast<float>(l.channels)};
}

template <class Element>
[[gnu::always_inline]] inline void write_row(const LayerNormBackward<Element>& l, std::int64_t row,
                                             std::pair<float, float> averages, float* d_bias) {
    const Element* d_out = l.d_output + row * l.channels;
    const float* in = l.sum + row * l.channels;
    const float* gain = l.gain;
    float* d_stream = l.d_stream + row * l.channels;
    const float mean = l.mean[row];
    const float inverse = l.inverse_deviation[row];
    const bool accumulate = l.accumulate;
#pragma omp simd
    for (std::int64_t i = 0; i < l.channels; ++i) {
        const float normal = (in[i] - mean) * inverse;
        const float d = inverse * (widen(d_out[i]) * gain[i] - averages.first - normal * averages.second);
        d_stream[i] = accumulate ? d_stream[i] + d : d;
        d_bias[i] += d_stream[i];
    }
}

template <class Element>
ACCELBENCH_ISA_CLONES void backward_rows(const LayerNormBackward<Element>& l, std::int64_t begin,
                                         std::int64_t end, float* partial) {
    for (std::int64_t row = begin; row < end; ++row) {
        if (row + 1 < end) own_ahead(l.d_stream + (row + 1) * l.channels, l.channels);
        const auto averages = average_row(l, row, partial, partial + l.channels);
        write_row(l, row, averages, partial + 2 * l.channels);
        if (l.d_branch == nullptr) continue;
        const float* from = l.d_stream + row * l.channels;
        Element* to = l.d_branch + row * l.channels;
#pragma omp simd
        for (std::int64_t i = 0; i < l.channels; ++i) to[i] = narrow<Element>(from[i]);
    }
}

}  // namespace

template <class Element>
void layernorm_forward(int threads, const LayerNormForward<Element>& l) {
    for_shares(threads, l.rows, [&](std::int64_t begin, std::int64_t end) { normalise_rows(l, begin, end); });
}

template <class Element>
void layernorm_backward(int threads, const LayerNormBackward<Element>& l) {
    in_parallel(threads, [&](int thread, int parts) {
        const std::int64_t width = layernorm_partial(l.channels);
        float* own = l.partial + thread * width;
        std::fill(own, own + width, 0.0F);
        const Share rows = share_of(l.rows, thread, parts);
        backward_rows(l, rows.begin, rows.end, own);
#pragma omp barrier
        add_partials(l.d_gain, l.partial, width, l.channels, thread, parts);
        add_partials(l.d_shift, l.partial + l.channels, width, l.channels, thread, parts);
        add_partials(l.d_bias, l.partial + 2 * l.channels, width, l.channels, thread, parts);
    });
}

template void layernorm_forward(int, const LayerNormForward<float>&);
template void layernorm_forward(int, const LayerNormForward<bf16>&);
template void layernorm_backward(int, const LayerNormBackward<float>&);
template void layernorm_backward(int, const LayerNormBackward<bf16>&);

}  // namespace accelbench::bench::train
