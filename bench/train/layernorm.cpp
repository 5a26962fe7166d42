#include "bench/train/layernorm.h"

#include <algorithm>
#include <cmath>

#include "bench/train/isa.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

constexpr float epsilon = 1e-5F;

ACCELBENCH_ISA_CLONES
void normalise_rows(const LayerNormForward& l, std::int64_t begin, std::int64_t end) {
    const std::int64_t channels = l.channels;
    const float* gain = l.gain;
    const float* shift = l.shift;
    for (std::int64_t row = begin; row < end; ++row) {
        const float* in = l.input + row * channels;
        float* out = l.output + row * channels;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t i = 0; i < channels; ++i) sum += in[i];
        const float mean = sum / static_cast<float>(channels);
        float squares = 0;
#pragma omp simd reduction(+ : squares)
        for (std::int64_t i = 0; i < channels; ++i) squares += (in[i] - mean) * (in[i] - mean);
        const float inverse = 1.0F / std::sqrt(squares / static_cast<float>(channels) + epsilon);
#pragma omp simd
        for (std::int64_t i = 0; i < channels; ++i) out[i] = (in[i] - mean) * inverse * gain[i] + shift[i];
        l.mean[row] = mean;
        l.inverse_deviation[row] = inverse;
    }
}

/// One row: d_input, and this row's part of the sums over rows.
[[gnu::always_inline]] inline void backward_row(const LayerNormBackward& l, std::int64_t row, float* d_gain,
                                                float* d_shift) {
    const std::int64_t channels = l.channels;
    const float* d_out = l.d_output + row * channels;
    const float* in = l.input + row * channels;
    const float* gain = l.gain;
    float* d_in = l.d_input + row * channels;
    const float mean = l.mean[row];
    const float inverse = l.inverse_deviation[row];
    float sum = 0;
    float product = 0;
#pragma omp simd reduction(+ : sum, product)
    for (std::int64_t i = 0; i < channels; ++i) {
        const float normal = (in[i] - mean) * inverse;
        const float g = d_out[i] * gain[i];
        sum += g;
        product += g * normal;
        d_gain[i] += d_out[i] * normal;
        d_shift[i] += d_out[i];
    }
    sum /= static_cast<float>(channels);
    product /= static_cast<float>(channels);
    const float keep = l.accumulate ? 1.0F : 0.0F;
#pragma omp simd
    for (std::int64_t i = 0; i < channels; ++i) {
        const float normal = (in[i] - mean) * inverse;
        d_in[i] = keep * d_in[i] + inverse * (d_out[i] * gain[i] - sum - normal * product);
    }
}

ACCELBENCH_ISA_CLONES
void backward_rows(const LayerNormBackward& l, std::int64_t begin, std::int64_t end, float* d_gain,
                   float* d_shift) {
    for (std::int64_t row = begin; row < end; ++row) backward_row(l, row, d_gain, d_shift);
}

/// Adds the threads' partial sums of columns [begin, end) in thread order.
void add_partials(const LayerNormBackward& l, int parts, std::int64_t begin, std::int64_t end) {
    std::fill(l.d_gain + begin, l.d_gain + end, 0.0F);
    std::fill(l.d_shift + begin, l.d_shift + end, 0.0F);
    for (int part = 0; part < parts; ++part) {
        const float* sums = l.partial + part * 2 * l.channels;
        for (std::int64_t i = begin; i < end; ++i) l.d_gain[i] += sums[i];
        for (std::int64_t i = begin; i < end; ++i) l.d_shift[i] += sums[l.channels + i];
    }
}

}  // namespace

void layernorm_forward(int threads, const LayerNormForward& l) {
    for_shares(threads, l.rows, [&](std::int64_t begin, std::int64_t end) { normalise_rows(l, begin, end); });
}

void layernorm_backward(int threads, const LayerNormBackward& l) {
    in_parallel(threads, [&](int thread, int parts) {
        float* sums = l.partial + thread * 2 * l.channels;
        std::fill(sums, sums + 2 * l.channels, 0.0F);
        const Share rows = share_of(l.rows, thread, parts);
        backward_rows(l, rows.begin, rows.end, sums, sums + l.channels);
#pragma omp barrier
        const Share columns = share_of(l.channels, thread, parts, 16);
        add_partials(l, parts, columns.begin, columns.end);
    });
}

}  // namespace accelbench::bench::train
