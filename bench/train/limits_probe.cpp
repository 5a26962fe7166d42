#include "bench/train/limits_probe.h"

#include <algorithm>
#include <chrono>

#include "bench/train/isa.h"
#include "bench/train/linear.h"
#include "bench/train/team.h"
#include "bench/train/tiles.h"

namespace accelbench::bench::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t stream_floats = std::int64_t{32} << 20;  // 128 MiB an array
constexpr std::chrono::milliseconds patience(15);

double seconds_of(const auto& body) {
    const auto start = Clock::now();
    body();
    return std::chrono::duration<double>(Clock::now() - start).count();
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

SlotList stream_arrays() {
    SlotList slots;
    for (int i = 0; i < 2; ++i) slots.add(stream_floats / 1024, 1024);
    return slots;
}

/// The product with each operand in the order asked for.
template <class Element, class Result>
Product<Element, Result> product_of(const OperationWork& w, const Element* left, const Element* right,
                                    Result* result, float* space, int order) {
    const bool left_transposed = (order & 1) != 0, right_transposed = (order & 2) != 0;
    return {.rows = w.rows,
            .columns = w.columns,
            .depth = w.depth,
            .left = {left, left_transposed ? w.rows : w.depth, left_transposed},
            .right = {right, right_transposed ? w.depth : w.columns, right_transposed},
            .result = result,
            .result_stride = w.columns,
            .space = space};
}

}  // namespace

LimitsProbe::LimitsProbe(int threads, const topology::MemoryPlan& memory)
    : threads_(threads),
      memory_(memory),
      stream_slots_(stream_arrays()),
      stream_("limits/stream", stream_slots_, memory, threads) {}

double LimitsProbe::stream_rate() {
    float* a = stream_.at(stream_slots_.slots()[0]);
    const float* b = stream_.at(stream_slots_.slots()[1]);
    const double seconds = shortest([&] {
        for_shares(threads_, stream_floats / 1024,
                   [&](std::int64_t begin, std::int64_t end) { add_scaled(a, b, begin * 1024, end * 1024); });
    });
    return 12.0 * static_cast<double>(stream_floats) / seconds;
}

template <class Element>
double LimitsProbe::product_rate(const OperationWork& work) {
    SlotList operands(sizeof(Element)), results;
    const Slot left = operands.add(work.rows, work.depth), right = operands.add(work.depth, work.columns);
    const Slot narrow = operands.add(work.rows, work.columns);
    const Slot wide = results.add(work.rows, work.columns), space = results.add(threads_, tile_floats);
    Arena<Element> inputs("limits/operands", operands, memory_, threads_);
    Arena<float> outputs("limits/results", results, memory_, threads_);
    double least = 1e9;
    for (int order = 0; order < 4; ++order) {
        least = std::min(least, shortest([&] {
                             if (work.fp32_result)
                                 multiply(threads_, product_of<Element, float>(
                                                        work, inputs.at(left), inputs.at(right),
                                                        outputs.at(wide), outputs.at(space), order));
                             else
                                 multiply(threads_, product_of<Element, Element>(
                                                        work, inputs.at(left), inputs.at(right),
                                                        inputs.at(narrow), outputs.at(space), order));
                         }));
    }
    return work.flops / work.times / least;
}

template double LimitsProbe::product_rate<float>(const OperationWork&);
template double LimitsProbe::product_rate<bf16>(const OperationWork&);

}  // namespace accelbench::bench::train
