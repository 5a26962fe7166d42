#include "bench/train/gpt/gpt_shape.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "bench/base/parameters.h"
#include "bench/train/data/text.h"
#include "bench/train/gpt/gpt.h"
#include "bench/train/gpt/gpt_presets.h"
#include "topology/base/failure.h"
#include "topology/base/paths.h"
#include "topology/base/rows.h"
#include "topology/base/suggest.h"

namespace accelbench::bench::train {
namespace {

[[noreturn]] void refuse(const std::string& message) {
    throw Failure(Failure::Kind::usage, "gpt: " + message);
}

const GptPreset& find_preset(std::string_view name) {
    if (const auto* preset = find_row(gpt_presets, name)) return *preset;
    refuse(unknown_name("preset", name, names_of(gpt_presets)));
}

void refuse_unknown(const Parameters& given) {
    std::vector<std::string> known;
    for (const auto& parameter : gpt_parameters()) known.emplace_back(parameter.name);
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
    const GptPreset& preset = find_preset(find_value(given, "preset").value_or(std::string(gpt_presets.front().name)));
    GptOptions options{std::string(preset.name), preset.shape, default_text, preset.learning_rate};
    for (const GptSize& size : gpt_sizes) {
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
    for (const GptSize& size : gpt_sizes) {
        result.emplace_back(size.name, std::to_string(options.shape.*size.place));
    }
    result.emplace_back("data", options.data);
    result.emplace_back("learning_rate", fmt::format("{}", options.learning_rate));
    // Only where it isn't fp32: cells keep the ids that they had before there was a choice.
    if (options.precision == Precision::bf16) result.emplace_back("precision", "bf16");
    return result;
}

}  // namespace accelbench::bench::train
