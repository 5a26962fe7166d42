#include "bench/train/math/matmul.h"

#include "bench/train/math/team.h"
#include "bench/train/math/tiles.h"

namespace accelbench::bench::train {
namespace {

/// How many blocks the rows and the columns are cut into.
struct Grid {
    int rows = 1;
    int columns = 1;
};

/// Of the grids with one block per thread, the one whose blocks read the fewest operand elements: each block
/// reads its rows of the left and its columns of the right.
Grid choose_grid(std::int64_t rows, std::int64_t columns, int threads) {
    Grid best{threads, 1};
    double fewest = 0;
    for (int r = 1; r <= threads; ++r) {
        if (threads % r != 0) continue;
        const int c = threads / r;
        const double read = static_cast<double>(rows) / r + static_cast<double>(columns) / c;
        if (fewest == 0 || read <= fewest) {
            fewest = read;
            best = {r, c};
        }
    }
    return best;
}

template <class Element>
const Element* corner(const Operand<Element>& operand, std::int64_t row, std::int64_t column) {
    return operand.transposed ? operand.data + column * operand.stride + row
                              : operand.data + row * operand.stride + column;
}

template <class Element, class Result>
Product<Element, Result> block_of(const Product<Element, Result>& whole, Share rows, Share columns) {
    Product<Element, Result> block = whole;
    block.rows = rows.end - rows.begin;
    block.columns = columns.end - columns.begin;
    block.left.data = corner(whole.left, rows.begin, 0);
    block.right.data = corner(whole.right, 0, columns.begin);
    block.result = whole.result + rows.begin * whole.result_stride + columns.begin;
    return block;
}

}  // namespace

template <class Element, class Result>
void multiply(int threads, const Product<Element, Result>& product) {
    in_parallel(threads, [&](int thread, int parts) {
        // Cuts at whole cache lines: where rows are whole lines two threads never write one.
        constexpr std::int64_t line = 64 / sizeof(Result);
        const Grid grid = choose_grid(product.rows, product.columns, parts);
        const Share rows = share_of(product.rows, thread / grid.columns, grid.rows);
        const Share columns = share_of(product.columns, thread % grid.columns, grid.columns, line);
        if (rows.begin == rows.end || columns.begin == columns.end) return;
        auto block = block_of(product, rows, columns);
        if (product.space != nullptr) block.space = product.space + thread * tile_floats<Element>;
        multiply_here(block);
    });
}

template void multiply(int, const Product<float, float>&);
template void multiply(int, const Product<bf16, float>&);
template void multiply(int, const Product<bf16, bf16>&);

}  // namespace accelbench::bench::train
