#pragma once

#include <string>

#include "bench/base/group.h"
#include "bench/train/math/bf16.h"
#include "topology/policy.h"

namespace accelbench::bench::train {

/// Runs the kernel's own code on a model of a few thousand parameters: a product against a plain loop, a
/// first loss near ln(vocab), and a loss that falls when one update follows the gradient. A few milliseconds.
/// "" when right, else what is wrong on this processor.
template <class Element>
std::string check_gpt(int threads, const topology::MemoryPlan& memory);

/// The highest rate of 384 x 384 x 384 products, one per thread on operands of its own cache, seen in about
/// 50 ms after a barrier: flop/s of this rank with all ranks at work. In fp32 for bf16 too where the library
/// has no bf16 products.
template <class Element>
double matmul_peak_flops(Group& group, int threads, const topology::MemoryPlan& memory);

}  // namespace accelbench::bench::train
