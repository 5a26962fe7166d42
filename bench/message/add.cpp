#include "bench/message/add.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "bench/base/isa.h"

namespace accelbench::bench::message {
namespace {

constexpr std::size_t block = 1024;  // floats; the running sum stays in the first-level cache

ACCELBENCH_ISA_CLONES void add_block(float* __restrict into, const float* __restrict other,
                                     std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) into[i] += other[i];
}

ACCELBENCH_ISA_CLONES void add_pair(float* __restrict to, const float* __restrict a,
                                    const float* __restrict b, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to[i] = a[i] + b[i];
}

}  // namespace

void add(std::span<float> into, const float* other) { add_block(into.data(), other, into.size()); }

void sum_in_order(std::span<const float* const> parts, std::size_t count, float* to, float* also_to) {
    std::array<float, block> sum;
    for (std::size_t begin = 0; begin < count; begin += block) {
        const auto length = std::min(block, count - begin);
        const auto bytes = length * sizeof(float);
        if (parts.size() == 1) std::memcpy(sum.data(), parts[0] + begin, bytes);
        if (parts.size() > 1) add_pair(sum.data(), parts[0] + begin, parts[1] + begin, length);
        for (std::size_t i = 2; i < parts.size(); ++i) add_block(sum.data(), parts[i] + begin, length);
        std::memcpy(to + begin, sum.data(), bytes);
        if (also_to != nullptr) std::memcpy(also_to + begin, sum.data(), bytes);
    }
}

}  // namespace accelbench::bench::message
