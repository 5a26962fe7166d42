#include "reports/json/records.h"
#include "reports/model/names.h"

namespace accelbench::reports {

Json write_host_effect(const HostEffect& effect) {
    Json json;
    json["host"] = effect.host;
    json["cell"] = effect.cell;
    json["choices_with"] = effect.choices_with;
    json["choices_without"] = effect.choices_without;
    json["verdict"] = std::string(to_string(effect.verdict));
    json["ratio"] = write_estimate(effect.ratio);
    json["least_ratio"] = number_or_null(effect.least_ratio);
    json["least_cell"] = effect.least_cell;
    json["p_value"] = number_or_null(effect.p_value);
    json["p_adjusted"] = number_or_null(effect.p_adjusted);
    json["dropped_blocks"] = effect.dropped_blocks;
    json["why"] = effect.why;
    return json;
}

HostEffect read_host_effect(const Json& json) {
    HostEffect effect;
    effect.host = text(json, "host");
    effect.cell = text(json, "cell");
    effect.choices_with = small_integer(json, "choices_with");
    effect.choices_without = small_integer(json, "choices_without");
    effect.verdict = read_verdict(json);
    effect.ratio = read_estimate(json, "ratio");
    effect.least_ratio = optional_number(json, "least_ratio");
    effect.least_cell = text(json, "least_cell");
    effect.p_value = number(json, "p_value");
    effect.p_adjusted = number(json, "p_adjusted");
    effect.dropped_blocks = small_integer(json, "dropped_blocks");
    effect.why = text(json, "why");
    return effect;
}

}  // namespace accelbench::reports
