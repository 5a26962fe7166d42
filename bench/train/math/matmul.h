#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// A matrix in memory: `data` row by row, `stride` elements from one row to the next. `transposed`: the
/// product sees its transpose.
template <class Element>
struct Operand {
    const Element* data = nullptr;
    std::int64_t stride = 0;
    bool transposed = false;
};

/// result[rows x columns] (+)= left[rows x depth] * right[depth x columns], added with `accumulate`. Sums run
/// in fp32 whatever the elements; a bf16 result is rounded once.
template <class Element, class Result>
struct Product {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t depth = 0;
    Operand<Element> left;
    Operand<Element> right;
    Result* result = nullptr;
    std::int64_t result_stride = 0;
    bool accumulate = false;  // into an fp32 result only
    /// Scratch for operands that have to be re-ordered or widened: tile_floats of multiply_here()'s thread,
    /// that many for each of multiply()'s threads. Null: fp32 operands are left where they lie; bf16 needs
    /// it.
    float* space = nullptr;
};

/// On the calling thread alone; for use inside in_parallel(). Throws std::runtime_error when the library
/// refuses (our mistake).
void multiply_here(const Product<float, float>& product);
void multiply_here(const Product<bf16, float>& product);
void multiply_here(const Product<bf16, bf16>& product);

/// fp32 operands as they lie, whatever their order.
void multiply_in_place(const Product<float, float>& product);

/// On `threads` threads: the result is cut into one block per thread and no sum is split, so it doesn't
/// depend on timing.
template <class Element, class Result>
void multiply(int threads, const Product<Element, Result>& product);

/// "oneDNN 2.6.3"
const char* matmul_library();

/// The instruction set that the library computes with: "avx2", "avx512_core_amx", ...
const char* matmul_instructions();
/// The same of a set of oneDNN's bits: the best of those named here that lies within; "other".
const char* isa_name(unsigned bits);

/// Whether the library multiplies bf16 matrices on this processor. Else each block of them is widened into
/// fp32 (tiles.h) and multiplied there: the same numbers but for the order of sums.
bool library_multiplies_bf16();

}  // namespace accelbench::bench::train
