#pragma once

namespace accelbench::counters {

/// A processor with counters where there is none: hardware events that this program opens are counted by the
/// kernel as CPU time in nanoseconds, so that PAPI's whole path runs, threads included.
struct PretendedPmu {
    int counters =
        1 << 30;  // events of the processor in one group; one more is refused as the kernel refuses it
};

/// nullptr: hardware events are what they are here.
void pretend(const PretendedPmu* pmu);

}  // namespace accelbench::counters
