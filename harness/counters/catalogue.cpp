#include "harness/counters/catalogue.h"

#include <algorithm>

#include "harness/counters/calibration/calibrate.h"
#include "harness/counters/calibration/roof.h"
#include "harness/counters/open.h"
#include "harness/counters/processor/event_map.h"

namespace accelbench::counters {

std::vector<reports::CounterInfo> one_a_name(const std::vector<reports::CounterInfo>& counters) {
    std::vector<reports::CounterInfo> kept;
    for (const auto& counter : counters) {
        const auto same = std::find_if(kept.begin(), kept.end(),
                                       [&](const auto& other) { return other.name == counter.name; });
        if (same == kept.end())
            kept.push_back(counter);
        else if (!same->reason.empty() && counter.reason.empty())
            *same = counter;
        else if (!same->reason.empty())
            same->reason += "; " + counter.source + ": " + counter.reason;
    }
    return kept;
}

reports::CounterCatalogue read_catalogue(const std::string& root) {
    auto wanted = wanted_from("auto");
    wanted.root = root;
    std::vector<reports::CounterInfo> counters;
    for (const auto& source : open_sources(wanted))
        counters.insert(counters.end(), source->counters().begin(), source->counters().end());
    reports::CounterCatalogue catalogue;
    catalogue.processor = hardware_events(read_processor(root)).processor;
    catalogue.counters = one_a_name(counters);
    return catalogue;
}

reports::CounterCatalogue calibrated_catalogue(const topology::Machine& machine) {
    Wanted wanted;
    wanted.names = locality_counters();
    auto calibrations = calibrate(machine, [&] { return open_sources(wanted); });
    auto catalogue = read_catalogue();
    catalogue.calibrations = std::move(calibrations);
    return catalogue;
}

reports::CounterCatalogue measure_catalogue(const topology::Machine& machine,
                                            const topology::Environment& environment) {
    auto roofs = measure_roofs(machine, environment.emulation, environment.memory_limit_bytes);
    auto catalogue = calibrated_catalogue(machine);
    catalogue.roof_bytes_per_second = std::move(roofs.bytes_per_second);
    catalogue.roof_reason = std::move(roofs.reason);
    return catalogue;
}

}  // namespace accelbench::counters
