#pragma once

#include <cstdint>
#include <string>

#include "bench/base/kernel.h"

namespace accelbench::bench::train {

/// The sizes of a decoder-only transformer and of one rank's batch.
struct GptShape {
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t channels = 0;
    std::int64_t context = 0;
    std::int64_t batch = 0;  // rows of one rank
    std::int64_t vocab = 0;
    std::int64_t tokens() const { return batch * context; }
};

/// What matrix products read: fp32, or bf16 copies beside fp32 masters.
enum class Precision {
    fp32,
    bf16
};
inline std::int64_t operand_bytes(Precision precision) { return precision == Precision::fp32 ? 4 : 2; }

/// All that a request settles.
struct GptOptions {
    std::string preset;
    GptShape shape;
    std::string data;  // a file's absolute path, or "synthetic"
    double learning_rate = 0;
    Precision precision = Precision::fp32;
};

/// A request resolved: the preset's values, then what was given one by one. Throws Failure(usage) naming the
/// bound, the unknown name or the unreadable file.
GptOptions resolve_gpt(const Parameters& given);

/// The options as a complete list in the order of a cell's id; resolve_gpt() of it gives the same options.
Parameters to_parameters(const GptOptions& options);

}  // namespace accelbench::bench::train
