#pragma once

#include <type_traits>

#include "bench/train/math/matmul.h"

namespace accelbench::bench::train {

/// Sizes of the tiles that a product is cut into where the left is copied: a left and a right one fit the
/// second-level caches of today's processors together, with room for the result's.
constexpr std::int64_t tile_rows = 192;
constexpr std::int64_t tile_columns = 384;
constexpr std::int64_t tile_depth = 192;

/// Where only the right is copied: few columns, so that a product goes as deep as the cache allows before it
/// adds to the result.
constexpr std::int64_t panel_columns = 96;
constexpr std::int64_t panel_depth = 768;
static_assert(panel_columns * panel_depth <= tile_columns * tile_depth);

/// Floats of one thread's scratch: a left and a right tile, and a result's where that is summed apart before
/// it is rounded.
template <class Element>
constexpr std::int64_t tile_floats = tile_rows* tile_depth + tile_depth* tile_columns +
                                     (std::is_same_v<Element, bf16> ? tile_rows * tile_columns : 0);

/// Whether rows of an ordered right operand, whole half-pages apart, fall into few sets of the first-level
/// cache.
inline bool reads_rows_slowly(const Operand<float>& right) {
    return !right.transposed && right.stride % 512 == 0;
}

/// Whether many rows of a left pay for a copy of a right, ordered or not, whose rows are whole quarter-pages
/// apart: measured to from 256 on, and not to at 128.
inline bool pays_for_panels(const Product<float, float>& product) {
    return product.rows >= 256 && product.right.stride % 256 == 0;
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
