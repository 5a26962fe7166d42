#include "reports/words/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

using topology::Grade;

/// The glyph and the word beside the colour, so that colour is never the only sign.
std::string grade_badge(Grade grade) {
    const char* sign = grade == Grade::good   ? "&#10003;"
                       : grade == Grade::warn ? "!"
                       : grade == Grade::bad  ? "&#10007;"
                                              : "?";
    return fmt::format("<span class=\"badge {0}\"><span aria-hidden=\"true\">{1}</span> {0}</span>",
                       to_string(grade), sign);
}

std::vector<std::string> fields_of(const Document& document, const AuditedRow& audited) {
    const auto& row = audited.row;
    const auto host = host_words(document, audited);
    return {escape(row.name), host.empty() ? "-" : escape(host),
            grade_badge(row.grade), escape(row.value),
            escape(row.why), row.fix.empty() ? "-" : "<code>" + escape(row.fix) + "</code>"};
}

std::string rows_table(const Document& document, const std::string& caption,
                       const std::vector<AuditedRow>& rows) {
    std::vector<std::vector<std::string>> fields;
    for (const AuditedRow& row : rows) fields.push_back(fields_of(document, row));
    return html_table(caption,
                      {{"Fact"},
                       {"Host"},
                       {"Grade"},
                       {"Here", false, true},
                       {"Why it matters", false, true},
                       {"Fix", false, true}},
                      fields);
}

std::vector<AuditedRow> graded(const std::vector<AuditedRow>& rows, std::initializer_list<Grade> grades) {
    std::vector<AuditedRow> found;
    for (const Grade grade : grades)
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
                     [&](const auto& audited) { return audited.row.grade == grade; });
    return found;
}

std::string audit_tables(const Document& document) {
    const auto rows = audited_rows(document);
    if (rows.empty()) return "";
    const auto open = graded(rows, {Grade::bad, Grade::warn, Grade::unknown});
    const auto good = graded(rows, {Grade::good});
    std::string html = open.empty() ? "<p>Nothing that was checked needs fixing.</p>\n"
                                    : rows_table(document, "What needs fixing, or is not reported", open);
    if (!good.empty())
        html += fmt::format("<details><summary>{}</summary>\n{}</details>\n",
                            plural(good.size(), "fact is", "facts are") + " good",
                            rows_table(document, "Good", good));
    return html;
}

/// Ranges first: what a reader has to know to believe that launches are alike.
std::string conditions_text(const Document& document) {
    const auto ranges = condition_ranges(document);
    if (ranges.empty()) return "";
    std::string html = fmt::format("<p>While launches ran: {}.</p>\n", escape(join(ranges)));
    const auto stolen = stolen_trials(document);
    if (stolen.empty()) return html;
    return html + fmt::format(
                      "<p class=\"notice\">More than {:.0f} % of the cpu time was stolen by the hypervisor "
                      "in {}. They are included: no rule drops a launch for what it measured.</p>\n",
                      100 * topology::heavy_steal, escape(first_few(stolen)));
}

}  // namespace

std::string audit_section(const Document& document) {
    return html_section("audit", "Audit of the machine", audit_tables(document) + conditions_text(document));
}

}  // namespace accelbench::reports
