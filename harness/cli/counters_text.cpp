#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/cli/counters_view.h"
#include "harness/cli/text_columns.h"

namespace accelbench::cli {
namespace {

std::string readable(const reports::CounterCatalogue& catalogue) {
    std::vector<std::vector<std::string>> rows = {{"counter", "unit", "scope", "source", "leaves out"}};
    for (const auto& counter : catalogue.counters)
        if (counter.reason.empty())
            rows.push_back({counter.name, counter.unit, counter.scope, counter.source, counter.leaves_out});
    if (rows.size() == 1) return "";
    return "has:\n" + text_columns(rows, "lllll", 2) + "\n";
}

/// One reason often holds of many: it is said once.
std::string unreadable(const reports::CounterCatalogue& catalogue) {
    std::vector<std::pair<std::string, std::vector<std::string>>> by_reason;
    for (const auto& counter : catalogue.counters) {
        if (counter.reason.empty()) continue;
        auto group = by_reason.begin();
        while (group != by_reason.end() && group->first != counter.reason) ++group;
        if (group == by_reason.end()) group = by_reason.insert(group, {counter.reason, {}});
        group->second.push_back(counter.name);
    }
    std::string text;
    for (const auto& [reason, names] : by_reason)
        text += fmt::format("  {}\n      {}\n", fmt::join(names, ", "), reason);
    return text.empty() ? "" : "lacks:\n" + text + "\n";
}

}  // namespace

std::string counters_text(const reports::CounterCatalogue& catalogue) {
    return fmt::format(
        "processor: {}\n\n{}{}{}{}A sweep reads them in each rank, and by phase of the step where that costs "
        "little: sweep --counters.\n",
        catalogue.processor, readable(catalogue), unreadable(catalogue), calibrations_text(catalogue),
        roofs_text(catalogue));
}

}  // namespace accelbench::cli
