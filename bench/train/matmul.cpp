#include "bench/train/matmul.h"

#include <dnnl.h>
#include <fmt/format.h>

#include <stdexcept>

#include "bench/train/team.h"

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

const float* corner(const Operand<float>& operand, std::int64_t row, std::int64_t column) {
    return operand.transposed ? operand.data + column * operand.stride + row
                              : operand.data + row * operand.stride + column;
}

Product<float> block_of(const Product<float>& whole, Share rows, Share columns) {
    Product<float> block = whole;
    const std::int64_t offset = rows.begin * whole.result_stride + columns.begin;
    block.rows = rows.end - rows.begin;
    block.columns = columns.end - columns.begin;
    block.left.data = corner(whole.left, rows.begin, 0);
    block.right.data = corner(whole.right, 0, columns.begin);
    block.result = whole.result + offset;
    if (whole.bias != nullptr) block.bias = whole.bias + columns.begin;
    if (whole.initial != nullptr) block.initial = whole.initial + offset;
    return block;
}

/// Writes initial + bias into the result. True when there was something to write.
bool write_start(const Product<float>& p) {
    if (p.bias == nullptr && p.initial == nullptr) return false;
    for (std::int64_t row = 0; row < p.rows; ++row) {
        float* out = p.result + row * p.result_stride;
        const float* from = p.initial == nullptr ? nullptr : p.initial + row * p.result_stride;
        for (std::int64_t i = 0; i < p.columns; ++i) {
            out[i] = (from == nullptr ? 0 : from[i]) + (p.bias == nullptr ? 0 : p.bias[i]);
        }
    }
    return true;
}

}  // namespace

void multiply_here(const Product<float>& p) {
    const bool add = write_start(p) || p.accumulate;
    const dnnl_status_t status =
        dnnl_sgemm(p.left.transposed ? 'T' : 'N', p.right.transposed ? 'T' : 'N', p.rows, p.columns, p.depth,
                   p.scale, p.left.data, p.left.stride, p.right.data, p.right.stride, add ? 1.0F : 0.0F,
                   p.result, p.result_stride);
    if (status != dnnl_success) {
        throw std::runtime_error(fmt::format("dnnl_sgemm({} x {} x {}) refused with status {}", p.rows,
                                             p.columns, p.depth, static_cast<int>(status)));
    }
}

void multiply(int threads, const Product<float>& product) {
    in_parallel(threads, [&](int thread, int parts) {
        // Cuts at multiples of 16 floats: two threads never write one cache line.
        const Grid grid = choose_grid(product.rows, product.columns, parts);
        const Share rows = share_of(product.rows, thread / grid.columns, grid.rows);
        const Share columns = share_of(product.columns, thread % grid.columns, grid.columns, 16);
        if (rows.begin < rows.end && columns.begin < columns.end)
            multiply_here(block_of(product, rows, columns));
    });
}

const char* matmul_library() {
    static const std::string name = [] {
        const dnnl_version_t* version = dnnl_version();
        return fmt::format("oneDNN {}.{}.{}", version->major, version->minor, version->patch);
    }();
    return name.c_str();
}

}  // namespace accelbench::bench::train
