#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "bench/train/gpt/gpt_shape.h"

namespace accelbench::bench::train {

struct GptPreset {
    std::string_view name;
    GptShape shape;
    double learning_rate;
};

// Learning rates without warm-up: what a few hundred steps bear. gpt2's sizes are those of Radford et al. 2019.
// The first is the default.
inline constexpr std::array gpt_presets = {
    GptPreset{"tiny", {.layers = 4, .heads = 4, .channels = 128, .context = 64, .batch = 12, .vocab = 256}, 1e-3},
    GptPreset{"small", {.layers = 6, .heads = 6, .channels = 384, .context = 256, .batch = 8, .vocab = 256}, 6e-4},
    GptPreset{"gpt2", {.layers = 12, .heads = 12, .channels = 768, .context = 64, .batch = 4, .vocab = 50257}, 3e-4},
};

/// A size that can be given: its name, its place, its bounds, and its help without the default. What the bounds allow
/// together can be too much all the same: resolve_gpt() refuses that.
struct GptSize {
    std::string_view name;
    std::int64_t GptShape::*place;
    std::int64_t lowest;
    std::int64_t highest;
    std::string_view help;
};
inline constexpr std::array gpt_sizes = {
    GptSize{"layers", &GptShape::layers, 1, 1000, "transformer layers"},
    GptSize{"heads", &GptShape::heads, 1, 1000, "attention heads"},
    GptSize{"channels", &GptShape::channels, 1, 100000, "width of the model, a multiple of heads"},
    GptSize{"context", &GptShape::context, 1, 100000, "context length in tokens"},
    GptSize{"batch", &GptShape::batch, 1, 100000, "sequences per rank (--scaling strong: for the whole job)"},
    GptSize{"vocab", &GptShape::vocab, 2, 65536, "vocabulary size, at least 256 unless the data are synthetic"},
};

}  // namespace accelbench::bench::train
