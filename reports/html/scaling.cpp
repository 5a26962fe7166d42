#include "reports/html/scaling.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/analysis/scaling.h"
#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/words/findings.h"
#include "reports/words/scaling.h"

namespace accelbench::reports {
namespace {

std::string key_of(const Document& document, const Scaling& scaling) {
    const Cell* base = find_cell(document, scaling.base_cell);
    return base == nullptr ? scaling.base_cell : series_key(*base);
}

std::vector<ScalingGroup> by_work(const Document& document) {
    std::vector<ScalingGroup> groups;
    for (const Scaling& scaling : document.scaling) {
        const auto same = [&](const ScalingGroup& group) {
            return key_of(document, *group.front()) == key_of(document, scaling);
        };
        auto group = std::find_if(groups.begin(), groups.end(), same);
        if (group == groups.end()) group = groups.insert(groups.end(), ScalingGroup{});
        group->push_back(&scaling);
    }
    return groups;
}

/// Where more stops paying stands in sight; the rest may fold.
std::string knees_of(const Document& document, const ScalingGroup& group) {
    std::string knees, others;
    std::size_t count = 0;
    for (const Scaling* scaling : group)
        for (const ScalingPath& path : scaling->paths) {
            const bool knee = path.stops_paying == Pays::yes;
            if (!knee) ++count;
            (knee ? knees : others) +=
                fmt::format("<li><strong>{} {}</strong>: {}</li>\n", escape(scaling->policy),
                            escape(path_name(document, path)), escape(path.why));
        }
    std::string html = knees.empty() ? "" : html_list(1, "", knees);
    if (count > 0) html += html_list(count, fmt::format("{} more findings in words", count), others);
    return html;
}

/// What this group's work has to itself, where there are several groups.
std::string heading_of(const Document& document, const ScalingGroup& group, bool alone) {
    const Cell* base = find_cell(document, group.front()->base_cell);
    if (alone || base == nullptr) return "";
    const auto pages = chosen_pages(*base);
    return fmt::format("<h3>{}{}</h3>\n", escape(work_text(document, *base)),
                       pages.empty() ? "" : " pages=" + escape(pages));
}

std::string group_html(const Document& document, const ScalingGroup& group, std::size_t number) {
    return "<figure>" + curve_chart(scaling_chart(document, group, number)) +
           "<figcaption>Throughput over that of the fewest processes. Upright bars are intervals; the lines guide the "
           "eye from size to size, nothing between them was measured.</figcaption></figure>\n" +
           knees_of(document, group) + scaling_table(document, group);
}

}  // namespace

std::string scaling_section(const Document& document) {
    if (is_emulated(document)) return "";
    std::string body;
    std::size_t number = 0;
    const auto groups = by_work(document);
    for (const ScalingGroup& group : groups)
        body += heading_of(document, group, groups.size() == 1) + group_html(document, group, ++number);
    return html_section("scaling", "How it scales", body);
}

}  // namespace accelbench::reports
