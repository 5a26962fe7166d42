#include "bench/train/limits/limits_probe.h"

#include <algorithm>
#include <chrono>
#include <type_traits>

#include "bench/base/isa.h"
#include "bench/train/math/matmul.h"
#include "bench/train/math/team.h"
#include "topology/base/clock.h"

namespace accelbench::bench::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t stream_row = 1024;  // floats
constexpr std::chrono::milliseconds patience(15);

double seconds_of(const auto& body) {
    const auto start = Clock::now();
    body();
    return seconds_since(start);
}

/// The shortest of a first try and as many as fit into the patience.
double shortest(const auto& body) {
    body();  // caches, and the library's code
    double least = seconds_of(body);
    for (const auto end = Clock::now() + patience; Clock::now() < end;)
        least = std::min(least, seconds_of(body));
    return least;
}

ACCELBENCH_ISA_CLONES
void add_scaled(float* a, const float* b, std::int64_t begin, std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; ++i) a[i] += 0.5F * b[i];
}

ACCELBENCH_ISA_CLONES
void write_scaled(float* a, const float* b, std::int64_t begin, std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; ++i) a[i] = 0.5F * b[i];
}

SlotList stream_arrays(std::uint64_t bytes) {
    const auto rows = static_cast<std::int64_t>(bytes / sizeof(float)) / stream_row;
    SlotList slots;
    for (int i = 0; i < 2; ++i) slots.add(rows, stream_row);
    return slots;
}

/// The product with each operand in the order asked for.
template <class Element, class Result>
Product<Element, Result> product_of(const OperationWork& w, const Element* left, const Element* right,
                                    Result* result, int order) {
    const bool left_transposed = (order & 1) != 0, right_transposed = (order & 2) != 0;
    return {.rows = w.rows,
            .columns = w.columns,
            .depth = w.depth,
            .left = {left, left_transposed ? w.rows : w.depth, left_transposed},
            .right = {right, right_transposed ? w.depth : w.columns, right_transposed},
            .result = result,
            .result_stride = w.columns};
}

}  // namespace

LimitsProbe::LimitsProbe(int threads, const topology::MemoryPlan& memory, std::uint64_t array_bytes)
    : threads_(threads),
      memory_(memory),
      stream_slots_(stream_arrays(array_bytes)),
      stream_("limits/stream", stream_slots_, memory, threads) {}

double LimitsProbe::stream_rate(Writes writes) {
    const Slot& slot = stream_slots_.slots()[0];
    float* a = stream_.at(slot);
    const float* b = stream_.at(stream_slots_.slots()[1]);
    const auto pass = writes == Writes::in_place ? add_scaled : write_scaled;
    const double seconds = shortest([&] {
        for_shares(threads_, slot.rows, [&](std::int64_t begin, std::int64_t end) {
            pass(a, b, begin * stream_row, end * stream_row);
        });
    });
    return (writes == Writes::in_place ? 12.0 : 8.0) * static_cast<double>(slot.elements()) / seconds;
}

template <class Element>
double LimitsProbe::product_rate(const OperationWork& work) {
    if constexpr (std::is_same_v<Element, bf16>) {
        if (!library_multiplies_bf16()) return product_rate<float>(work);
    }
    SlotList operands(sizeof(Element)), results;
    const Slot left = operands.add(work.rows, work.depth), right = operands.add(work.depth, work.columns);
    const Slot narrow = operands.add(work.rows, work.columns);
    const Slot wide = results.add(work.rows, work.columns);
    Arena<Element> inputs("limits/operands", operands, memory_, threads_);
    Arena<float> outputs("limits/results", results, memory_, threads_);
    double least = 1e9;
    for (int order = 0; order < 4; ++order) {
        least = std::min(least, shortest([&] {
                             if (work.fp32_result)
                                 multiply(threads_, product_of(work, inputs.at(left), inputs.at(right),
                                                               outputs.at(wide), order));
                             else
                                 multiply(threads_, product_of(work, inputs.at(left), inputs.at(right),
                                                               inputs.at(narrow), order));
                         }));
    }
    return work.flops / work.times / least;
}

template double LimitsProbe::product_rate<float>(const OperationWork&);
template double LimitsProbe::product_rate<bf16>(const OperationWork&);

}  // namespace accelbench::bench::train
