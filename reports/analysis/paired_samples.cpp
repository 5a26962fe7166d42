#include "reports/analysis/paired_samples.h"

#include "reports/analysis/pairing.h"
#include "reports/analysis/verdict.h"
#include "reports/model/cells.h"
#include "reports/statistics/signed_rank.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {

Pairing pair_launches(const Document& document, const Comparison& comparison) {
    Pairing all{
        document, *find_cell(document, comparison.cell), *find_cell(document, comparison.base_cell), {}};
    for (const auto& launches : pair_launches(document, {&all.cell, &all.base}).launches)
        all.pairs.push_back({launches[0], launches[1]});
    return all;
}

std::vector<double> differences(const Samples& samples) {
    std::vector<double> all;
    for (std::size_t i = 0; i < samples.own.size(); ++i) all.push_back(samples.own[i] - samples.base[i]);
    return all;
}

std::vector<double> log_ratios(const Samples& samples) {
    std::vector<double> logs;
    for (std::size_t i = 0; i < samples.own.size(); ++i)
        if (samples.own[i] > 0 && samples.base[i] > 0)
            logs.push_back(std::log(samples.own[i] / samples.base[i]));
    return logs;
}

std::optional<Contrast> contrast(const Samples& samples, double floor, double confidence,
                                 std::size_t looked_at) {
    if (samples.own.empty()) return std::nullopt;
    const double level = (1 - confidence) / static_cast<double>(looked_at);
    const auto beyond = [&](double sign) {
        std::vector<double> shifted = differences(samples);
        for (double& value : shifted) value = sign * value - floor;
        return static_cast<int>(shifted.size()) >= least_pairs && signed_rank_test(shifted).p_greater < level;
    };
    return Contrast{median(samples.own), median(samples.base), beyond(1), beyond(-1)};
}

}  // namespace accelbench::reports
