#pragma once

#include <string>
#include <vector>

#include "reports/analysis/derived.h"
#include "reports/model/document.h"
#include "reports/words/findings.h"

namespace accelbench::reports {

/// A derived metric with its unit, for a reader: "97 %", "4.21 GB/s", "1.37".
std::string metric_text(double value, const std::string& unit);
/// A counter: "3.21 M", "12.0 MiB", "1.27 ms", "0.33".
std::string counter_text(double value, const std::string& unit);

/// The locality that stands beside step times: DRAM reads before all of the caches' traffic before where
/// memory lies, the first that some cell has; nullptr: none has any.
const MetricRow* shown_locality(const Document& document);
/// The cell's share of it: "3 %"; "-" where it has none.
std::string local_text(const Document& document, const std::string& cell);
/// "local: dram_reads_local / (dram_reads_local + dram_reads_remote); neither writes ..."; "" when none is
/// shown.
std::string locality_note(const Document& document);

/// Counters that can't be read here, by reason.
std::vector<Grouped> missing_counters(const Document& document);
/// Metrics that no cell has, by the first cell's reason.
std::vector<Grouped> missing_metrics(const Document& document);

/// "remote 1 x 2 x 4" and its cause.
struct CauseLine {
    std::string head;
    std::string cause;
};
std::vector<CauseLine> cause_lines(const Document& document);

}  // namespace accelbench::reports
