#pragma once

#include <string>
#include <vector>

#include "bench/train/gpt/gpt_shape.h"
#include "bench/train/gpt/operation_clock.h"

namespace accelbench::bench::train {

/// Whether an operation over memory writes into arrays that it reads, or into others. A processor reads the
/// lines of those others too, before it writes them.
enum class Writes {
    in_place,
    afresh
};

/// What one kind of operation must do in one step on one rank, all its occurrences together. A product is
/// result[rows x columns] = [rows x depth] * [depth x columns]; 0 where the operation is none.
struct OperationWork {
    Operation operation = Operation::embedding;
    int times = 0;  // in a step
    double flops = 0;
    double bytes = 0;  // each array that it reads or writes once, as if no cache held it before
    std::int64_t rows = 0, columns = 0, depth = 0;
    bool fp32_result = true;  // else the elements of the precision
    Writes writes = Writes::in_place;
};

/// In the order of Operation. Products count a multiply-add as 2; elementwise work counts bytes only.
std::vector<OperationWork> operation_works(const GptShape& shape, Precision precision);

}  // namespace accelbench::bench::train
