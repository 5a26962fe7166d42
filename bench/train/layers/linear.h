#pragma once

#include <cstdint>

#include "bench/train/math/matmul.h"

namespace accelbench::bench::train {

/// output[tokens x outputs] = input[tokens x inputs] * weight[outputs x inputs]^T, without the bias: what
/// reads the output next adds it, which saves a pass over memory. `space`: as in Product.
template <class Element>
struct Linear {
    std::int64_t tokens = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    float* space = nullptr;

    void forward(int threads, const Element* input, const Element* weight, Element* output) const {
        multiply(threads, Product<Element, Element>{.rows = tokens,
                                                    .columns = outputs,
                                                    .depth = inputs,
                                                    .left = {input, inputs},
                                                    .right = {weight, inputs, true},
                                                    .result = output,
                                                    .result_stride = outputs,
                                                    .space = space});
    }

    /// d_weight[outputs x inputs] = d_output^T * input, overwritten; fp32 in either precision.
    void backward_weight(int threads, const Element* d_output, const Element* input, float* d_weight) const {
        multiply(threads, Product<Element, float>{.rows = outputs,
                                                  .columns = inputs,
                                                  .depth = tokens,
                                                  .left = {d_output, outputs, true},
                                                  .right = {input, inputs},
                                                  .result = d_weight,
                                                  .result_stride = inputs,
                                                  .space = space});
    }

    /// d_input[tokens x inputs] = d_output * weight, overwritten.
    void backward_input(int threads, const Element* d_output, const Element* weight, Element* d_input) const {
        multiply(threads, Product<Element, Element>{.rows = tokens,
                                                    .columns = inputs,
                                                    .depth = outputs,
                                                    .left = {d_output, outputs},
                                                    .right = {weight, inputs},
                                                    .result = d_input,
                                                    .result_stride = inputs,
                                                    .space = space});
    }
};

}  // namespace accelbench::bench::train
