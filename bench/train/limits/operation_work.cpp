#include "bench/train/limits/operation_work.h"

#include <algorithm>

#include "bench/train/gpt/parameter_layout.h"

namespace accelbench::bench::train {
namespace {

/// Sizes as doubles: tokens, channels, layers, vocabulary, and bytes of an element that products read.
struct Sizes {
    const GptShape& shape;
    double n, c, layers, vocab, element;
    Precision precision;
};

/// The three products of a linear layer: [tokens x inputs] to [tokens x outputs].
void add_linear(std::vector<OperationWork>& works, const Sizes& z, int times, std::int64_t inputs,
                std::int64_t outputs, Operation forward, Operation weight, Operation input) {
    const std::int64_t tokens = z.shape.tokens();
    const bool fp32 = z.precision == Precision::fp32;
    const double flops = 2.0 * times * static_cast<double>(tokens * inputs) * static_cast<double>(outputs);
    const double x = z.element * times * static_cast<double>(tokens * inputs);
    const double y = z.element * times * static_cast<double>(tokens * outputs);
    const double w = static_cast<double>(times) * static_cast<double>(inputs * outputs);
    works.push_back({forward, times, flops, x + y + z.element * w, tokens, outputs, inputs, fp32});
    works.push_back({weight, times, flops, x + y + 4 * w, outputs, inputs, tokens, true});
    works.push_back({input, times, flops, x + y + z.element * w, tokens, inputs, outputs, fp32});
}

void add_linears(std::vector<OperationWork>& works, const Sizes& z) {
    const auto layers = static_cast<int>(z.shape.layers);
    const std::int64_t c = z.shape.channels;
    add_linear(works, z, layers, c, 3 * c, Operation::qkv, Operation::qkv_weight, Operation::qkv_input);
    add_linear(works, z, layers, c, c, Operation::mix, Operation::mix_weight, Operation::mix_input);
    add_linear(works, z, layers, c, 4 * c, Operation::up, Operation::up_weight, Operation::up_input);
    add_linear(works, z, layers, 4 * c, c, Operation::down, Operation::down_weight, Operation::down_input);
    add_linear(works, z, 1, c, z.shape.vocab, Operation::head, Operation::head_weight, Operation::head_input);
}

/// A product's pass over [tokens x head size] by causal [tokens x context]: two forward, four backward.
void add_attention(std::vector<OperationWork>& works, const Sizes& z) {
    const auto t = static_cast<double>(z.shape.context);
    const double product = z.layers * 2 * z.n * z.c * (t + 1) / 2;
    const double qkv = z.layers * z.element * 3 * z.n * z.c;
    const double output = qkv / 3;
    const double scores = z.layers * z.element * z.n * static_cast<double>(z.shape.heads) * t / 2;
    const auto times = static_cast<int>(z.shape.layers);
    works.push_back({.operation = Operation::attention,
                     .times = times,
                     .flops = 2 * product,
                     .bytes = 2 * qkv + scores + output});
    works.push_back({.operation = Operation::back_attention,
                     .times = times,
                     .flops = 4 * product,
                     .bytes = 2 * qkv + scores + output});
}

void add_passes(std::vector<OperationWork>& works, const Sizes& z) {
    const double stream = 4 * z.n * z.c, operand = z.element * z.n * z.c;
    const double norms = 2 * z.layers + 1;
    const auto times = static_cast<int>(norms);
    const bool copies = z.precision == Precision::bf16;
    // All but the first norm add a branch and write the sum.
    works.push_back({.operation = Operation::norm,
                     .times = times,
                     .bytes = norms * (stream + operand) + (norms - 1) * (stream + operand),
                     .writes = Writes::afresh});
    works.push_back({.operation = Operation::back_norm,
                     .times = times,
                     .bytes = norms * (3 * stream + operand + (copies ? operand : 0)) - stream});
    const auto layers = static_cast<int>(z.shape.layers);
    works.push_back({.operation = Operation::gelu,
                     .times = layers,
                     .bytes = z.layers * 2 * 4 * operand,
                     .writes = Writes::afresh});
    works.push_back(
        {.operation = Operation::back_gelu, .times = layers, .bytes = z.layers * 3 * 4 * operand});
    works.push_back({.operation = Operation::embedding,
                     .times = 1,
                     .bytes = 2 * stream + 4 * static_cast<double>(z.shape.context) * z.c,
                     .writes = Writes::afresh});
    works.push_back({.operation = Operation::back_embedding,
                     .times = 1,
                     .bytes = 3 * stream + 4 * static_cast<double>(z.shape.context) * z.c});
    works.push_back({.operation = Operation::loss, .times = 1, .bytes = 2 * z.element * z.n * z.vocab});
    const auto parameters = static_cast<double>(ParameterLayout(z.shape).slots.elements());
    works.push_back({.operation = Operation::update, .times = 1, .bytes = (copies ? 30 : 28) * parameters});
}

}  // namespace

std::vector<OperationWork> operation_works(const GptShape& shape, Precision precision) {
    const Sizes sizes{shape,
                      static_cast<double>(shape.tokens()),
                      static_cast<double>(shape.channels),
                      static_cast<double>(shape.layers),
                      static_cast<double>(shape.vocab),
                      static_cast<double>(operand_bytes(precision)),
                      precision};
    std::vector<OperationWork> works;
    add_linears(works, sizes);
    add_attention(works, sizes);
    add_passes(works, sizes);
    std::sort(works.begin(), works.end(),
              [](const auto& a, const auto& b) { return a.operation < b.operation; });
    return works;
}

}  // namespace accelbench::bench::train
