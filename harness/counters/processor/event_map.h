#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/counters/processor/processor.h"
#include "reports/model/counters.h"

namespace accelbench::counters {

/// What a hardware counter may be named, and its unit. A processor's data file has a row for each.
struct Meaning {
    std::string_view name;
    std::string_view unit;
};
const std::vector<Meaning>& meanings();

/// How a processor counts one meaning: the sum of `events`, times `scale`. `info.reason` is set where the
/// processor has no event for it; there are no events then.
struct EventRow {
    reports::CounterInfo info;
    /// PAPI's native names. Without a PMU's name ("skx::") they are of the map's own `pmus`; "imc{0-5}"
    /// stands for as many units as the machine has of these.
    std::vector<std::string> events;
    /// Where an event is a raw code: what the kernel's published list calls it (several: their codes are
    /// or-ed).
    std::vector<std::vector<std::string>> kernel_names;
    std::string component = "core";  // "core" (follows the rank's threads) or "uncore" (of a socket)
    double scale = 1;                // from counts to the unit
};

/// One data file of processors/.
struct EventMap {
    using Range = std::pair<int, int>;  // both included
    struct Match {
        std::string vendor;
        int family = 0;
        std::vector<Range> models;
        Range steppings = {0, 1 << 30};
        int implementer = 0;
        int part = 0;
    };
    std::string processor;  // "Intel Ice Lake-SP"
    std::vector<Match> match;
    std::vector<std::string> pmus;  // libpfm4's names of the core's PMU, in the order in which they are tried
    std::vector<EventRow> rows;
};

bool fits(const EventMap& map, const Processor& processor);

/// Throws Failure(usage) naming `source` and what is wrong: an unknown or missing meaning, another unit, no
/// reference.
EventMap event_map_from_text(const std::string& text, const std::string& source);

/// "imc{0-2}::X" -> imc0::X, imc1::X, imc2::X; a name without braces -> itself.
std::vector<std::string> each_unit(const std::string& event);

/// All of processors/, built in.
const std::vector<EventMap>& event_maps();

/// What a machine's processor can be asked, and by which file.
struct HardwareEvents {
    std::string processor;  // the file that fits, or why none does
    std::vector<std::string> pmus;
    std::vector<EventRow> rows;  // one a meaning; where no file fits, each has that reason
};
HardwareEvents hardware_events(const std::optional<Processor>& processor);

}  // namespace accelbench::counters
