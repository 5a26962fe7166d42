#include "bench/train/math/tiles.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "bench/base/isa.h"

namespace accelbench::bench::train {
namespace {

template <class Element>
ACCELBENCH_ISA_CLONES void copy_rows(std::int64_t rows, std::int64_t columns, const Element* from,
                                     std::int64_t stride, float* to) {
    for (std::int64_t row = 0; row < rows; ++row) {
        const Element* in = from + row * stride;
        float* out = to + row * columns;
#pragma omp simd
        for (std::int64_t i = 0; i < columns; ++i) out[i] = widen(in[i]);
    }
}

using Eight = float __attribute__((vector_size(32)));

// By reference: a function that gave an Eight back would have another calling convention at each x86-64
// level.
[[gnu::always_inline]] inline void load_eight(const float* from, Eight& values) {
    std::memcpy(&values, from, sizeof values);
}

[[gnu::always_inline]] inline void load_eight(const bf16* from, Eight& values) {
    using Halves = std::uint16_t __attribute__((vector_size(16)));
    using Words = std::uint32_t __attribute__((vector_size(32)));
    Halves halves;
    std::memcpy(&halves, from, sizeof halves);
    const Words words = __builtin_convertvector(halves, Words) << 16;
    std::memcpy(&values, &words, sizeof values);
}

/// Rows of 8 become columns, by three rounds of exchanging halves.
[[gnu::always_inline]] inline void transpose_eight(Eight (&r)[8]) {
    Eight t[8];
    for (int i = 0; i < 8; i += 2) {
        t[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        t[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int j = i; j < i + 2; ++j) {
            r[j] = __builtin_shufflevector(t[j], t[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            r[j + 2] = __builtin_shufflevector(t[j], t[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; ++i) {
        t[i] = __builtin_shufflevector(r[i], r[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        t[i + 4] = __builtin_shufflevector(r[i], r[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
    for (int i = 0; i < 8; ++i) r[i] = t[i];
}

template <class Element>
[[gnu::always_inline]] inline void copy_block(const Element* from, std::int64_t stride, float* to,
                                              std::int64_t columns) {
    Eight lines[8];
    for (int k = 0; k < 8; ++k) load_eight(from + k * stride, lines[k]);
    transpose_eight(lines);
    for (int i = 0; i < 8; ++i) std::memcpy(to + i * columns, &lines[i], sizeof lines[i]);
}

template <class Element>
ACCELBENCH_ISA_CLONES void copy_transposed(std::int64_t rows, std::int64_t columns, const Element* from,
                                           std::int64_t stride, float* to) {
    const std::int64_t whole_rows = rows / 8 * 8, whole_columns = columns / 8 * 8;
    for (std::int64_t column = 0; column < whole_columns; column += 8)
        for (std::int64_t row = 0; row < whole_rows; row += 8)
            copy_block(from + column * stride + row, stride, to + row * columns + column, columns);
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t column = row < whole_rows ? whole_columns : 0; column < columns; ++column)
            to[row * columns + column] = widen(from[column * stride + row]);
}

template <class Element>
void copy_any(std::int64_t rows, std::int64_t columns, const Operand<Element>& from, float* to) {
    if (from.transposed)
        copy_transposed(rows, columns, from.data, from.stride, to);
    else
        copy_rows(rows, columns, from.data, from.stride, to);
}

ACCELBENCH_ISA_CLONES
void round_rows(std::int64_t rows, std::int64_t columns, const float* from, bf16* to, std::int64_t stride) {
    for (std::int64_t row = 0; row < rows; ++row) {
        const float* in = from + row * columns;
        bf16* out = to + row * stride;
#pragma omp simd
        for (std::int64_t i = 0; i < columns; ++i) out[i] = narrow<bf16>(in[i]);
    }
}

template <class Element>
Operand<Element> from_corner(const Operand<Element>& operand, std::int64_t row, std::int64_t column) {
    const std::int64_t offset =
        operand.transposed ? column * operand.stride + row : row * operand.stride + column;
    return {operand.data + offset, operand.stride, operand.transposed};
}

/// Whether the library had better not read a left or right operand where it lies.
bool copies_left(const Operand<float>& left) { return left.transposed; }
/// An ordered left is multiplied by tiles for the right's sake alone.
bool copies_right(const Product<float, float>& p) { return !p.left.transposed || reads_rows_slowly(p.right); }
bool copies_left(const Operand<bf16>&) { return true; }
bool copies_right(const Product<bf16, float>&) { return true; }

/// [rows x columns] of an operand from (row, column) on: a copy in `to`, or where it lies.
template <class Element>
Operand<float> tile_of(const Operand<Element>& operand, std::int64_t row, std::int64_t column,
                       std::int64_t rows, std::int64_t columns, bool copied, float* to) {
    const Operand<Element> from = from_corner(operand, row, column);
    if constexpr (std::is_same_v<Element, float>) {
        if (!copied) return from;
    }
    copy_tile(rows, columns, from, to);
    return {to, columns};
}

/// The columns that `right` covers, for all rows.
template <class Element>
void multiply_strip(const Product<Element, float>& p, const Operand<float>& right, std::int64_t at,
                    std::int64_t depth, std::int64_t column, std::int64_t columns) {
    const bool copied = copies_left(p.left);
    const std::int64_t step = copied ? tile_rows : p.rows;
    for (std::int64_t row = 0; row < p.rows; row += step) {
        const std::int64_t rows = std::min(step, p.rows - row);
        multiply_in_place({.rows = rows,
                           .columns = columns,
                           .depth = depth,
                           .left = tile_of(p.left, row, at, rows, depth, copied, p.space),
                           .right = right,
                           .result = p.result + row * p.result_stride + column,
                           .result_stride = p.result_stride,
                           .accumulate = p.accumulate || at > 0});
    }
}

/// A right tile is copied once for all rows. All columns come before the next depth: a left that lies in
/// order is read from afar once.
template <class Element>
void multiply_tiles(const Product<Element, float>& p) {
    const bool left = copies_left(p.left), right = copies_right(p);
    const std::int64_t deepest = left ? tile_depth : panel_depth,
                       widest = left ? tile_columns : panel_columns;
    float* space = p.space + (left ? tile_rows * tile_depth : 0);
    for (std::int64_t at = 0; at < p.depth; at += deepest) {
        const std::int64_t depth = std::min(deepest, p.depth - at);
        for (std::int64_t column = 0; column < p.columns; column += widest) {
            const std::int64_t columns = std::min(widest, p.columns - column);
            const auto tile = tile_of(p.right, at, column, depth, columns, right, space);
            multiply_strip(p, tile, at, depth, column, columns);
        }
    }
}

/// One tile of a bf16 result: summed in scratch, then rounded. A partial sum is never kept in bf16.
void multiply_rounded(const Product<bf16, bf16>& p, std::int64_t row, std::int64_t column) {
    const std::int64_t rows = std::min(tile_rows, p.rows - row);
    const std::int64_t columns = std::min(tile_columns, p.columns - column);
    float* sums = p.space + tile_rows * tile_depth + tile_depth * tile_columns;
    multiply_tiles(Product<bf16, float>{.rows = rows,
                                        .columns = columns,
                                        .depth = p.depth,
                                        .left = from_corner(p.left, row, 0),
                                        .right = from_corner(p.right, 0, column),
                                        .result = sums,
                                        .result_stride = columns,
                                        .space = p.space});
    round_rows(rows, columns, sums, p.result + row * p.result_stride + column, p.result_stride);
}

}  // namespace

void copy_tile(std::int64_t rows, std::int64_t columns, const Operand<float>& from, float* to) {
    copy_any(rows, columns, from, to);
}

void copy_tile(std::int64_t rows, std::int64_t columns, const Operand<bf16>& from, float* to) {
    copy_any(rows, columns, from, to);
}

void multiply_tiled(const Product<float, float>& p) { multiply_tiles(p); }

void multiply_tiled(const Product<bf16, float>& p) { multiply_tiles(p); }

void multiply_tiled(const Product<bf16, bf16>& p) {
    for (std::int64_t column = 0; column < p.columns; column += tile_columns)
        for (std::int64_t row = 0; row < p.rows; row += tile_rows) multiply_rounded(p, row, column);
}

}  // namespace accelbench::bench::train
