#include "bench/memory/stream.h"

#include <omp.h>

#include <algorithm>

#include "bench/base/full_team.h"
#include "topology/base/rows.h"

namespace accelbench::bench {
namespace {

constexpr double scalar = 3;
constexpr std::size_t elements_per4_kib = 4096 / sizeof(double);

void copy(double* __restrict a, double*, double* __restrict c, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) c[i] = a[i];
}

void scale(double*, double* __restrict b, double* __restrict c, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) b[i] = scalar * c[i];
}

void add(double* __restrict a, double* __restrict b, double* __restrict c, std::size_t first,
         std::size_t last) {
    for (std::size_t i = first; i < last; ++i) c[i] = a[i] + b[i];
}

void triad(double* __restrict a, double* __restrict b, double* __restrict c, std::size_t first,
           std::size_t last) {
    for (std::size_t i = first; i < last; ++i) a[i] = b[i] + scalar * c[i];
}

constexpr std::array kernels{
    StreamKernel{"copy", "c = a", 16, 24, 2, copy, [](double a, double, double) { return a; }},
    StreamKernel{"scale", "b = 3c", 16, 24, 1, scale, [](double, double, double c) { return scalar * c; }},
    StreamKernel{"add", "c = a + b", 24, 32, 2, add, [](double a, double b, double) { return a + b; }},
    StreamKernel{"triad", "a = b + 3c", 24, 32, 0, triad,
                 [](double, double b, double c) { return b + scalar * c; }},
};

/// Small whole numbers, exact in a double, with periods that no page or part of a thread shares: an element
/// that is computed from a neighbour, or not at all, is seen.
std::array<double, 3> filled_values(std::size_t i) {
    return {1 + static_cast<double>(i % 7), 2 + static_cast<double>(i % 5), 3 + static_cast<double>(i % 11)};
}

std::array<double, 3> right_values(const StreamKernel& kernel, std::size_t i) {
    auto values = filled_values(i);
    values[static_cast<std::size_t>(kernel.result)] = kernel.expected(values[0], values[1], values[2]);
    return values;
}

}  // namespace

std::span<const StreamKernel> stream_kernels() { return kernels; }

const StreamKernel* find_stream_kernel(std::string_view name) { return find_row(kernels, name); }

ElementRange stream_range(std::size_t elements, int thread, int threads) {
    const std::size_t blocks = (elements + elements_per4_kib - 1) / elements_per4_kib;
    const auto cut = [&](int t) {
        const auto block = blocks * static_cast<std::size_t>(t) / static_cast<std::size_t>(threads);
        return std::min(elements, block * elements_per4_kib);
    };
    return {cut(thread), cut(thread + 1)};
}

Stream::Stream(std::size_t elements, int threads, const topology::MemoryBinding& memory)
    : elements_(elements), threads_(threads) {
    constexpr std::array names{"a", "b", "c"};
    for (std::size_t i = 0; i < buffers_.size(); ++i) {
        buffers_[i] = topology::NumaBuffer(names[i], elements * sizeof(double), memory);
    }
    full_team(threads);
    touch();
}

void Stream::touch() {
#pragma omp parallel num_threads(threads_)
    {
        const auto part = stream_range(elements_, omp_get_thread_num(), omp_get_num_threads());
        for (auto& buffer : buffers_) {
            buffer.touch(part.first * sizeof(double), (part.last - part.first) * sizeof(double));
        }
    }
}

void Stream::run(const StreamKernel& kernel) {
    double* const a = array(0).data();
    double* const b = array(1).data();
    double* const c = array(2).data();
#pragma omp parallel num_threads(threads_)
    {
        const auto part = stream_range(elements_, omp_get_thread_num(), omp_get_num_threads());
        kernel.run(a, b, c, part.first, part.last);
    }
}

void Stream::fill() {
    const std::array arrays{array(0), array(1), array(2)};
#pragma omp parallel num_threads(threads_)
    {
        const auto part = stream_range(elements_, omp_get_thread_num(), omp_get_num_threads());
        for (std::size_t i = part.first; i < part.last; ++i) {
            const auto values = filled_values(i);
            for (std::size_t k = 0; k < arrays.size(); ++k) arrays[k][i] = values[k];
        }
    }
}

std::size_t Stream::first_wrong(const StreamKernel& kernel) {
    const std::array arrays{array(0), array(1), array(2)};
    std::size_t first = elements_;
#pragma omp parallel for num_threads(threads_) reduction(min \
                                                         : first)
    for (std::size_t i = 0; i < elements_; ++i) {
        const auto right = right_values(kernel, i);
        for (std::size_t k = 0; k < arrays.size(); ++k) {
            if (arrays[k][i] != right[k]) first = std::min(first, i);
        }
    }
    return first;
}

std::string Stream::compare(const StreamKernel& kernel) {
    const std::size_t i = first_wrong(kernel);
    if (i == elements_) return "";
    const auto right = right_values(kernel, i);
    return fmt::format("{} ({}): at element {} the arrays hold {} {} {}, not {} {} {}", kernel.name,
                       kernel.formula, i, array(0)[i], array(1)[i], array(2)[i], right[0], right[1],
                       right[2]);
}

std::string Stream::check(const StreamKernel& kernel) {
    fill();
    run(kernel);
    return compare(kernel);
}

std::vector<const topology::NumaBuffer*> Stream::buffers() const {
    return {&buffers_[0], &buffers_[1], &buffers_[2]};
}

}  // namespace accelbench::bench
