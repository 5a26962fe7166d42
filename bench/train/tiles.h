#pragma once

#include "bench/train/matmul.h"

namespace accelbench::bench::train {

/// Sizes of the tiles that a product is cut into: a left and a right one fit the second-level caches of
/// today's processors together, with room for the result's.
constexpr std::int64_t tile_rows = 192;
constexpr std::int64_t tile_columns = 384;
constexpr std::int64_t tile_depth = 192;

/// Floats of one thread's scratch: a left, a right and a result's tile.
constexpr std::int64_t tile_floats =
    tile_rows * tile_depth + tile_depth * tile_columns + tile_rows * tile_columns;

/// Whether rows of an ordered right operand, whole half-pages apart, fall into few sets of the first-level
/// cache.
inline bool reads_rows_slowly(const Operand<float>& right) {
    return !right.transposed && right.stride % 512 == 0;
}

/// The product by tiles: what the library reads slowly where it lies, or not at all (bf16), is copied tile by
/// tile into `product.space`, in order and in fp32, and multiplied there by the library. On the calling
/// thread alone.
void multiply_tiled(const Product<float, float>& product);
void multiply_tiled(const Product<bf16, float>& product);
void multiply_tiled(const Product<bf16, bf16>& product);

/// to[rows x columns], dense, in fp32 = the matrix that `from` is (its transpose when from.transposed).
void copy_tile(std::int64_t rows, std::int64_t columns, const Operand<float>& from, float* to);
void copy_tile(std::int64_t rows, std::int64_t columns, const Operand<bf16>& from, float* to);

}  // namespace accelbench::bench::train
