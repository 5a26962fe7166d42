#include "reports/analysis/host_differences.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/text/columns.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {

std::string host_differences_text(const std::vector<HostDifference>& differences) {
    std::vector<Row> rows;
    for (const auto& difference : differences) {
        std::string fact = difference.fact;
        for (const auto& [value, hosts] : difference.values) {
            rows.push_back({fact, value, first_few(hosts)});
            fact = "";  // once, above its values
        }
    }
    return lay_out_columns({{"fact"}, {"value"}, {"hosts"}}, rows);
}

std::string host_differences_line(const std::vector<HostDifference>& differences) {
    std::vector<std::string> parts;
    for (const auto& difference : differences) {
        std::vector<std::string> values;
        for (const auto& [value, hosts] : difference.values)
            values.push_back(fmt::format("{} ({})", value, first_few(hosts)));
        parts.push_back(fmt::format("{} {}", difference.fact, join(values, " and ")));
    }
    return join(parts, "; ");
}

std::string hosts_sentence(const Document& document) {
    const auto answered = std::count_if(document.hosts.begin(), document.hosts.end(),
                                        [](const Host& host) { return host.facts.has_value(); });
    if (answered < 2) return "";
    const auto differing = host_differences(document.hosts).size();
    if (differing == 0)
        return fmt::format("{} hosts answered before the first trial, alike in all facts that were compared",
                           answered);
    return fmt::format("{} hosts answered before the first trial; they differ in {}", answered,
                       plural(differing, "fact", "facts"));
}

}  // namespace accelbench::reports
