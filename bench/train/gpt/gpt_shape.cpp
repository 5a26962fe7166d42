#include "bench/train/gpt/gpt_shape.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

#include "bench/base/parameters.h"
#include "bench/train/data/text.h"
#include "topology/base/failure.h"
#include "topology/base/paths.h"
#include "topology/base/rows.h"
#include "topology/base/suggest.h"

namespace accelbench::bench::train {
namespace {

struct Preset {
    std::string_view name;
    GptShape shape;
    double learning_rate;
};

// Learning rates without warm-up: what a few hundred steps bear. gpt2's sizes are those of Radford et al.
// 2019.
const std::array presets = {
    Preset{
        "tiny", {.layers = 4, .heads = 4, .channels = 128, .context = 64, .batch = 12, .vocab = 256}, 1e-3},
    Preset{
        "small", {.layers = 6, .heads = 6, .channels = 384, .context = 256, .batch = 8, .vocab = 256}, 6e-4},
    Preset{"gpt2",
           {.layers = 12, .heads = 12, .channels = 768, .context = 64, .batch = 4, .vocab = 50257},
           3e-4},
};

/// A size that can be given: its name, its place and its bounds. What the bounds allow together can be too
/// much all the same: refuse_uncountable().
struct Size {
    std::string_view name;
    std::int64_t GptShape::*place;
    std::int64_t lowest;
    std::int64_t highest;
};
const std::array sizes = {
    Size{"layers", &GptShape::layers, 1, 1000},       Size{"heads", &GptShape::heads, 1, 1000},
    Size{"channels", &GptShape::channels, 1, 100000}, Size{"context", &GptShape::context, 1, 100000},
    Size{"batch", &GptShape::batch, 1, 100000},       Size{"vocab", &GptShape::vocab, 2, 65536},
};

[[noreturn]] void refuse(const std::string& message) {
    throw Failure(Failure::Kind::usage, "gpt: " + message);
}

const Preset& find_preset(std::string_view name) {
    if (const auto* preset = find_row(presets, name)) return *preset;
    refuse(unknown_name("preset", name, names_of(presets)));
}

void refuse_unknown(const Parameters& given) {
    const std::vector<std::string> known = {"preset", "layers", "heads", "channels",      "context",
                                            "batch",  "vocab",  "data",  "learning_rate", "precision"};
    for (const auto& [name, value] : given)
        if (std::find(known.begin(), known.end(), name) == known.end())
            refuse(unknown_name("parameter", name, known));
}

Precision read_precision(const std::string& text) {
    if (text == "fp32") return Precision::fp32;
    if (text == "bf16") return Precision::bf16;
    refuse(fmt::format("precision={} is not one of fp32, bf16", text));
}

/// Bytes and elements are counted in 64 bits, where too many would look like few and be started. Nothing but
/// what the layers keep of each token comes near: 16 C + 4 elements and heads * context probabilities
/// (activation_layout.h).
void refuse_uncountable(const GptShape& s) {
    constexpr double exbibyte = 0x1p60, most = 4 * exbibyte;
    const double of_token = 20 * static_cast<double>(s.channels) + static_cast<double>(s.heads * s.context);
    const double bytes = 4 * static_cast<double>(s.layers) * static_cast<double>(s.tokens()) * of_token;
    if (bytes <= most) return;
    refuse(
        fmt::format("layers={} heads={} channels={} context={} batch={} would keep {:.1f} EiB of "
                    "activations, and this program counts to {:.0f} EiB; make one of them smaller",
                    s.layers, s.heads, s.channels, s.context, s.batch, bytes / exbibyte, most / exbibyte));
}

void check_together(const GptOptions& options) {
    const GptShape& s = options.shape;
    if (s.channels % s.heads != 0) {
        refuse(fmt::format("channels={} does not divide by heads={}", s.channels, s.heads));
    }
    refuse_uncountable(s);
    if (options.data != synthetic_data && s.vocab < 256) {
        refuse(fmt::format("vocab={} is below 256, and the bytes of {} need 256; data=synthetic takes any",
                           s.vocab, options.data));
    }
    const std::int64_t length = text_length(options.data);
    if (s.context + 1 > length) {
        refuse(fmt::format("context={} needs a text of {} bytes or more, and {} has {}", s.context,
                           s.context + 1, options.data, length));
    }
}

}  // namespace

GptOptions resolve_gpt(const Parameters& given) {
    refuse_unknown(given);
    const Preset& preset = find_preset(find_value(given, "preset").value_or("tiny"));
    GptOptions options{std::string(preset.name), preset.shape, default_text, preset.learning_rate};
    for (const Size& size : sizes) {
        const auto text = find_value(given, size.name);
        if (text) options.shape.*size.place = read_count("gpt", size.name, *text, size.lowest, size.highest);
    }
    if (const auto text = find_value(given, "learning_rate")) {
        options.learning_rate = read_number("gpt", "learning_rate", *text, 0, 1);
    }
    if (const auto text = find_value(given, "data")) {
        // Absolute: a rank needn't start in the directory where the name was typed.
        options.data = *text == synthetic_data ? *text : absolute_path(*text);
    }
    if (const auto text = find_value(given, "precision")) options.precision = read_precision(*text);
    check_together(options);
    return options;
}

Parameters to_parameters(const GptOptions& options) {
    Parameters result = {{"preset", options.preset}};
    for (const Size& size : sizes) {
        result.emplace_back(size.name, std::to_string(options.shape.*size.place));
    }
    result.emplace_back("data", options.data);
    result.emplace_back("learning_rate", fmt::format("{}", options.learning_rate));
    // Only where it isn't fp32: cells keep the ids that they had before there was a choice.
    if (options.precision == Precision::bf16) result.emplace_back("precision", "bf16");
    return result;
}

}  // namespace accelbench::bench::train
