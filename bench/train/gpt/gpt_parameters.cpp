#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bench/train/gpt/gpt.h"
#include "bench/train/gpt/gpt_presets.h"
#include "bench/train/gpt/parameter_layout.h"

namespace accelbench::bench::train {
namespace {

std::string about_presets() {
    std::vector<std::string> presets;
    for (const auto& [name, shape, rate] : gpt_presets) {
        const auto millions = static_cast<double>(ParameterLayout(shape).parameter_count) / 1e6;
        presets.push_back(fmt::format("{} ({:.{}f} M)", name, millions, millions < 100 ? 1 : 0));
    }
    return fmt::format("size of the model, in parameters: {} [{}]", fmt::join(presets, ", "), gpt_presets.front().name);
}

/// The value in each preset, in their order.
template <class Value>
std::string with_defaults(std::string_view help, Value value) {
    std::vector<std::string> values;
    for (const auto& preset : gpt_presets) values.push_back(fmt::format("{}", value(preset)));
    return fmt::format("{} [by preset: {}]", help, fmt::join(values, ", "));
}

}  // namespace

std::vector<KernelParameter> gpt_parameters() {
    std::vector<KernelParameter> parameters = {{"preset", "NAME", about_presets()}};
    for (const auto& size : gpt_sizes)
        parameters.push_back({size.name, "N", with_defaults(size.help, [&](const GptPreset& preset) {
                                  return preset.shape.*size.place;
                              })});
    parameters.push_back({"data", "FILE", "text to train on, byte by byte, or 'synthetic' [the GPL, on every system]"});
    parameters.push_back({"learning_rate", "X", with_defaults("learning rate of AdamW", [](const GptPreset& preset) {
                              return preset.learning_rate;
                          })});
    parameters.push_back({"precision", "NAME",
                          "fp32, or bf16: products read bf16, master weights and sums stay fp32 [fp32]"});
    return parameters;
}

std::vector<std::string_view> gpt_preset_names() {
    std::vector<std::string_view> names;
    for (const auto& preset : gpt_presets) names.push_back(preset.name);
    return names;
}

}  // namespace accelbench::bench::train
