// The only door to the matrix library.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <dnnl.hpp>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "bench/train/math/matmul.h"
#include "bench/train/math/tiles.h"

namespace accelbench::bench::train {
namespace {

using Type = dnnl::memory::data_type;

const dnnl::engine& engine() {
    static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

/// A matrix as its product sees it: transposing swaps the strides.
template <class Element>
dnnl::memory::desc describe(std::int64_t rows, std::int64_t columns, Type type,
                            const Operand<Element>& operand) {
    const dnnl::memory::dims strides =
        operand.transposed ? dnnl::memory::dims{1, operand.stride} : dnnl::memory::dims{operand.stride, 1};
    return {{rows, columns}, type, strides};
}

/// A product that the library has made code for, with handles that take the operands' addresses.
struct Prepared {
    dnnl::matmul product;
    dnnl::memory left, right, result;
};

/// oneDNN 2 describes an operation before it chooses code for it, oneDNN 3 does both at once.
template <class Matmul = dnnl::matmul>
auto choose(const dnnl::memory::desc& left, const dnnl::memory::desc& right, const dnnl::memory::desc& result,
            const dnnl::primitive_attr& attributes) {
    using Choice = typename Matmul::primitive_desc;
    if constexpr (requires { typename Matmul::desc; })
        return Choice(typename Matmul::desc(left, right, result), attributes, engine());
    else
        return Choice(engine(), left, right, result, attributes);
}

template <class Result>
Prepared prepare(const Product<bf16, Result>& p, Type result_type) {
    const auto left = describe(p.rows, p.depth, Type::bf16, p.left);
    const auto right = describe(p.depth, p.columns, Type::bf16, p.right);
    const dnnl::memory::desc result({p.rows, p.columns}, result_type, dnnl::memory::dims{p.result_stride, 1});
    dnnl::primitive_attr attributes;
    if (p.accumulate) {
        dnnl::post_ops add;
        add.append_sum();
        attributes.set_post_ops(add);
    }
    return {dnnl::matmul(choose(left, right, result, attributes)), dnnl::memory(left, engine(), nullptr),
            dnnl::memory(right, engine(), nullptr), dnnl::memory(result, engine(), nullptr)};
}

/// Made once per thread and shape: making the code takes milliseconds, a small product microseconds.
template <class Result>
Prepared& prepared(const Product<bf16, Result>& p, Type result_type) {
    using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, bool, std::int64_t, bool,
                           std::int64_t, bool>;
    thread_local std::map<Key, Prepared> known;
    const Key key{p.rows, p.columns, p.depth, p.left.stride, p.left.transposed,
                  p.right.stride, p.right.transposed, p.result_stride, p.accumulate};
    const auto at = known.find(key);
    return at != known.end() ? at->second : known.emplace(key, prepare(p, result_type)).first->second;
}

template <class Result>
void multiply_bf16(const Product<bf16, Result>& p, Type result_type) {
    Prepared& ready = prepared(p, result_type);
    thread_local dnnl::stream stream(engine());
    ready.left.set_data_handle(const_cast<bf16*>(p.left.data));
    ready.right.set_data_handle(const_cast<bf16*>(p.right.data));
    ready.result.set_data_handle(p.result);
    ready.product.execute(
        stream, {{DNNL_ARG_SRC, ready.left}, {DNNL_ARG_WEIGHTS, ready.right}, {DNNL_ARG_DST, ready.result}});
    stream.wait();
}

/// oneDNN 3.7 on AVX512_BF16 takes the stride of a matrix of one column for 1, so that results of the other
/// rows go beyond the first; and that of a transposed left of one row, so that other elements are read.
template <class Result>
bool has_misread_stride(const Product<bf16, Result>& p) {
    return p.columns == 1 || (p.rows == 1 && p.left.transposed);
}

bool has_avx512() {
    static const bool yes =
        (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
    return yes;
}

/// Below AVX-512 the library copies operands into its own order only for results of some size (the rule is
/// its own); smaller ones it reads where they lie: at two thirds of its speed a transposed left, at half rows
/// half a page apart, and a twentieth slower those a quarter of a page apart.
bool reads_slowly_in_place(const Product<float, float>& p) {
    const double border = 1.0 / static_cast<double>(p.rows) + 1.0 / static_cast<double>(p.columns);
    return !has_avx512() && border >= 0.0038 &&
           (p.left.transposed || reads_rows_slowly(p.right) || pays_for_panels(p));
}

}  // namespace

void multiply_in_place(const Product<float, float>& p) {
    const dnnl_status_t status =
        dnnl_sgemm(p.left.transposed ? 'T' : 'N', p.right.transposed ? 'T' : 'N', p.rows, p.columns, p.depth,
                   1.0F, p.left.data, p.left.stride, p.right.data, p.right.stride, p.accumulate ? 1.0F : 0.0F,
                   p.result, p.result_stride);
    if (status != dnnl_success) {
        throw std::runtime_error(fmt::format("dnnl_sgemm({} x {} x {}) refused with status {}", p.rows,
                                             p.columns, p.depth, static_cast<int>(status)));
    }
}

void multiply_here(const Product<float, float>& p) {
    if (p.space != nullptr && reads_slowly_in_place(p))
        multiply_tiled(p);
    else
        multiply_in_place(p);
}

void multiply_here(const Product<bf16, float>& p) {
    if (library_multiplies_bf16() && !has_misread_stride(p))
        multiply_bf16(p, Type::f32);
    else
        multiply_tiled(p);
}

void multiply_here(const Product<bf16, bf16>& p) {
    if (library_multiplies_bf16() && !has_misread_stride(p))
        multiply_bf16(p, Type::bf16);
    else
        multiply_tiled(p);
}

const char* matmul_library() {
    static const std::string name = [] {
        const dnnl_version_t* version = dnnl_version();
        return fmt::format("oneDNN {}.{}.{}", version->major, version->minor, version->patch);
    }();
    return name.c_str();
}

const char* isa_name(unsigned bits) {
    // The best first.
    constexpr std::array<std::pair<unsigned, const char*>, 8> known = {{
        {dnnl_cpu_isa_avx512_core_amx, "avx512_core_amx"},
        {dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16"},
        {dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni"},
        {dnnl_cpu_isa_avx512_core, "avx512_core"},
        {dnnl_cpu_isa_avx2_vnni, "avx2_vnni"},
        {dnnl_cpu_isa_avx2, "avx2"},
        {dnnl_cpu_isa_avx, "avx"},
        {dnnl_cpu_isa_sse41, "sse41"},
    }};
    const auto includes = [&](const auto& isa) { return (bits & isa.first) == isa.first; };
    const auto best = std::find_if(known.begin(), known.end(), includes);
    return best == known.end() ? "other" : best->second;
}

const char* matmul_instructions() { return isa_name(dnnl_get_effective_cpu_isa()); }

/// The library has bf16 code from AVX-512 on; without the instructions for it, it emulates them there.
bool library_multiplies_bf16() { return has_avx512(); }

}  // namespace accelbench::bench::train
