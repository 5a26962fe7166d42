// What a step of gpt must do, from its sizes alone. N tokens per rank, C channels, L layers, T context, V
// vocab.
//
// flops: each multiply-add of a matrix product counts 2, as PaLM (Chowdhery et al. 2022, appendix B) counts
// them, with one difference: of the T x T attention scores only those that causality lets through count, T (T
// + 1) / 2 per head. Elementwise work is left out, except in the optimizer, which is nothing else. bytes:
// each array counted once per pass over it, as if the caches held nothing from one operation to the next but
// everything within one: parameters and what the operations read and write.
#include <fmt/format.h>

#include <vector>

#include "bench/train/data/text.h"
#include "bench/train/gpt/activation_layout.h"
#include "bench/train/gpt/gpt.h"
#include "bench/train/gpt/gpt_shape.h"
#include "bench/train/gpt/parameter_layout.h"

namespace accelbench::bench::train {
namespace {

constexpr std::int64_t float_bytes = 4;

double forward_flops(const GptShape& s) {
    const auto n = static_cast<double>(s.tokens());
    const auto c = static_cast<double>(s.channels);
    const auto t = static_cast<double>(s.context);
    const double linears = 2 * n * 12 * c * c;  // qkv 3, projection 1, MLP 8
    const double scores =
        2 * 2 * static_cast<double>(s.batch) * c * t * (t + 1) / 2;  // query key^T, times value
    return static_cast<double>(s.layers) * (linears + scores) + 2 * n * c * static_cast<double>(s.vocab);
}

double bytes_of(const SlotList& list, std::int64_t element_bytes) {
    return static_cast<double>(element_bytes * list.elements());
}

/// multiply, square, add and the rest of adamw_update per parameter; a division and a root count one each.
constexpr double optimizer_flops_per_parameter = 14;

/// Bytes of what one pass over each of them moves.
struct Sizes {
    double parameters;   // fp32: masters, and as much for the gradients and each moment
    double copies;       // what products read of them: in fp32 the masters themselves
    double activations;  // kept from the forward to the backward pass
};

std::vector<PhaseWork> phase_works(const GptShape& s, const Sizes& z, double parameters, bool bf16,
                                   int processes) {
    const auto n = static_cast<double>(s.tokens());
    const double p = z.parameters;
    const double flops = forward_flops(s);
    // A ring sends each rank's buffer but for one part, twice: reduce-scatter and all-gather.
    const double message = 2 * p * (processes - 1) / processes;
    return {{.phase = "data", .bytes = n * (2 + 2 + 4 + 4)},
            {.phase = "forward", .bytes = z.copies + 2 * z.activations, .flops = flops},
            {.phase = "backward", .bytes = z.copies + 2 * p + 3 * z.activations, .flops = 2 * flops},
            {.phase = "all-reduce", .message_bytes = message},
            {.phase = "optimizer",
             .bytes = 7 * p + (bf16 ? z.copies : 0),
             .flops = optimizer_flops_per_parameter * parameters}};
}

/// Numbers of processes near `processes` that divide `batch`: the next below and the next above.
std::string nearest_divisors(std::int64_t batch, std::int64_t processes) {
    std::int64_t below = processes;
    while (batch % below != 0) --below;
    std::int64_t above = processes;
    while (above <= batch && batch % above != 0) ++above;
    return above <= batch ? fmt::format("{}, {}", below, above) : fmt::format("{}", below);
}

void divide_batch(GptShape& shape, int processes) {
    if (shape.batch % processes != 0) {
        throw Skip{fmt::format("batch {} does not divide by {} processes; nearest that do: {}", shape.batch,
                               processes, nearest_divisors(shape.batch, processes))};
    }
    shape.batch /= processes;
}

/// Class and bytes of each buffer of one rank.
std::vector<std::pair<std::string, double>> buffers_of(const GptOptions& options, int threads, double masters,
                                                       double copies) {
    const std::int64_t element = operand_bytes(options.precision);
    const ActivationLayout kept(options.shape, element);
    const ScratchLayout passing(options.shape, threads, element);
    const std::int64_t text = text_bytes(text_length(options.data), options.shape.tokens());
    return {{"weights", masters},
            {"weights", copies},  // in bf16; no buffer otherwise
            {"gradients", masters},
            {"optimizer", masters},
            {"optimizer", masters},
            {"activations", bytes_of(kept.streams, float_bytes)},
            {"activations", bytes_of(kept.operands, element)},
            {"activations", bytes_of(passing.streams, float_bytes)},
            {"activations", bytes_of(passing.operands, element)},
            {"staging", static_cast<double>(text)}};
}

}  // namespace

KernelPlan plan_gpt(const KernelRequest& request) {
    GptOptions options = resolve_gpt(request.parameters);
    if (request.strong_scaling) divide_batch(options.shape, request.processes);
    const bool bf16 = options.precision == Precision::bf16;
    const std::int64_t element = operand_bytes(options.precision);
    const ParameterLayout parameters(options.shape);
    const ActivationLayout kept(options.shape, element);
    const double masters = bytes_of(parameters.slots, float_bytes);
    const double copies = bf16 ? bytes_of(parameters.slots, element) : 0;
    const Sizes sizes{masters, bf16 ? copies : masters,
                      bytes_of(kept.streams, float_bytes) + bytes_of(kept.operands, element)};
    const auto padded = static_cast<double>(parameters.slots.elements());
    return {.parameters = to_parameters(options),
            .phases = phase_works(options.shape, sizes, padded, bf16, request.processes),
            .items_per_step = static_cast<double>(options.shape.tokens()),
            .memory_bytes = buffers_of(options, request.threads, masters, copies),
            .parameter_count = static_cast<double>(parameters.parameter_count)};
}

}  // namespace accelbench::bench::train
