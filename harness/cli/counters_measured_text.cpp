#include <fmt/format.h>

#include "harness/cli/counters_view.h"
#include "harness/cli/text_columns.h"

namespace accelbench::cli {
namespace {

std::string share(const std::optional<double>& part) {
    return part ? fmt::format("{:.1f} %", *part * 100) : "-";
}

}  // namespace

std::string calibrations_text(const reports::CounterCatalogue& catalogue) {
    if (catalogue.calibrations.empty()) return "";
    std::vector<std::vector<std::string>> rows = {{"local or remote", "of local memory", "of remote memory",
                                                   "under 5 % and over 95 % remote is correct"}};
    for (const auto& one : catalogue.calibrations)
        rows.push_back({one.metric, share(one.local_stream), share(one.remote_stream),
                        one.usable ? "usable" : "unusable here: " + one.reason});
    return "calibrated (share of remote that it reads):\n" + text_columns(rows, "lrrl", 2) + "\n";
}

std::string roofs_text(const reports::CounterCatalogue& catalogue) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [node, rate] : catalogue.roof_bytes_per_second)
        rows.push_back({fmt::format("node {}", node), fmt::format("{:.1f} GB/s", rate * 1e-9)});
    if (!catalogue.roof_reason.empty()) rows.push_back({"none", catalogue.roof_reason});
    if (rows.empty()) return "";
    return "roof (what a node's cpus read of its own memory at most):\n" + text_columns(rows, "ll", 2) + "\n";
}

}  // namespace accelbench::cli
