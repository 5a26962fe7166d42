#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// A matrix in memory: `data` row by row, `stride` elements from one row to the next. `transposed`: the
/// product sees its transpose. The element type is part of the type: bf16 operands with fp32 results become
/// another Product.
template <class Element>
struct Operand {
    const Element* data = nullptr;
    std::int64_t stride = 0;
    bool transposed = false;
};

/// result[rows x columns] = scale * left[rows x depth] * right[depth x columns] + start, where start is
/// initial + bias (initial: laid out like the result; bias: one row for all; each may be null), or the
/// result's former value with `accumulate`.
template <class Element>
struct Product {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t depth = 0;
    Operand<Element> left;
    Operand<Element> right;
    float* result = nullptr;
    std::int64_t result_stride = 0;
    float scale = 1;
    bool accumulate = false;
    const float* bias = nullptr;
    const float* initial = nullptr;
};

/// The only door to the matrix library. On `threads` threads: the result is cut into one block per thread and
/// no sum is split, so it doesn't depend on timing. Throws std::runtime_error when the library refuses (our
/// mistake).
void multiply(int threads, const Product<float>& product);

/// On the calling thread alone; for use inside in_parallel().
void multiply_here(const Product<float>& product);

/// "oneDNN 2.6.3"
const char* matmul_library();

}  // namespace accelbench::bench::train
