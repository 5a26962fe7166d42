#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/words/findings.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string grouped(const std::vector<Grouped>& groups, const std::string& what) {
    std::string html = "<ul class=\"reasons\">\n";
    for (const Grouped& group : groups)
        html +=
            fmt::format("<li><strong>{}</strong><br><span class=\"quiet\">{} {}: {}</span></li>\n",
                        escape(group.reason), group.members.size(),
                        group.members.size() == 1 ? what : what + "s", escape(first_few(group.members, 8)));
    return html + "</ul>\n";
}

}  // namespace

std::string skips_section(const Document& document) {
    const std::vector<Grouped> groups = skips_by_reason(document);
    const std::string one_node = one_node_sentence(document);
    if (groups.empty() && one_node.empty()) return "";
    std::string body = groups.empty() ? "" : grouped(groups, "cell");
    if (!one_node.empty()) body += fmt::format("<p class=\"notice\">{}.</p>\n", escape(one_node));
    return html_section("skips", "Not measured, and why", body);
}

std::string lost_section(const Document& document) {
    const std::vector<Grouped> groups = lost_trials(document);
    if (groups.empty())
        return document.trials.empty()
                   ? ""
                   : html_section(
                         "lost", "Launches excluded from results",
                         "<p>None: every launch was ok and its pages and threads were where requested.</p>\n");
    return html_section(
        "lost", "Launches excluded from results",
        grouped(groups, "launch") +
            "<p class=\"hint\">A launch that failed, timed out or was misplaced is excluded from results, and its "
            "whole pair from comparisons.</p>\n");
}

std::string losses_section(const Document& document) {
    std::string body = fmt::format("<p>{}.</p>\n", escape(losses_sentence(document)));
    body[3] = 'L';
    for (const std::string& line : diverging_cells(document))
        body += fmt::format("<p class=\"notice\">{}</p>\n", escape(line));
    return html_section("losses", "The same arithmetic everywhere?", body);
}

}  // namespace accelbench::reports
