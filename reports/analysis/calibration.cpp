#include "reports/analysis/calibration.h"

#include <fmt/format.h>

#include "reports/text/units.h"

namespace accelbench::reports {
namespace {

const Calibration* find_calibration(const CounterCatalogue& catalogue, std::string_view metric) {
    for (const Calibration& calibration : catalogue.calibrations)
        if (calibration.metric == metric) return &calibration;
    return nullptr;
}

std::string why_not(const Calibration* calibration) {
    if (calibration == nullptr) return "was not calibrated";
    if (calibration->usable) return "";
    if (!calibration->local_stream || !calibration->remote_stream)
        return "was not calibrated: " + calibration->reason;
    return "failed its calibration: " + readings_text(*calibration);
}

}  // namespace

std::string readings_text(const Calibration& calibration) {
    const auto share = [](const std::optional<double>& reading) {
        return reading ? percent_text(*reading) : "nothing";
    };
    return fmt::format(
        "reads {} remote of local memory (expected: under {}) and {} of remote memory (expected: over {})",
        share(calibration.local_stream), percent_text(calibration_tolerance),
        share(calibration.remote_stream), percent_text(1 - calibration_tolerance));
}

std::string why_not_calibrated(const Document& document, std::string_view metric) {
    if (!document.counters) return "was not calibrated";
    std::string reason = why_not(find_calibration(*document.counters, metric));
    for (const Host& host : document.hosts) {
        const bool is_first = host.facts && host.facts->machine.hostname == document.machine.hostname;
        if (!reason.empty() || is_first || !host.facts || !host.facts->counters) continue;
        const std::string there = why_not(find_calibration(*host.facts->counters, metric));
        if (!there.empty()) reason = fmt::format("{} (on {})", there, host.name);
    }
    return reason;
}

}  // namespace accelbench::reports
