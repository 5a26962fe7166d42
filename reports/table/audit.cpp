#include "reports/table/audit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/words/audit.h"
#include "topology/base/list_text.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {
namespace {

std::string bad_text(const Document& document) {
    std::string text;
    for (const AuditedRow& audited : audited_rows(document)) {
        const auto& [host, row] = audited;
        if (row.grade != topology::Grade::bad) continue;
        const auto of = host_words(document, audited);
        const auto found = fmt::format("{}{}: {}", of.empty() ? "" : of + ": ", row.name, row.value);
        text += fmt::format("  {}\n    fix: {}\n", visible_line(found), visible_line(row.fix));
    }
    return text.empty() ? "" : "\nbad for measuring here (accelbench doctor lists all facts):\n" + text;
}

}  // namespace

std::string audit_text(const Document& document) {
    auto text = bad_text(document);
    const auto ranges = condition_ranges(document);
    if (!ranges.empty()) text += fmt::format("\nwhile launches ran:\n  {}\n", fmt::join(ranges, "\n  "));
    const auto stolen = stolen_trials(document);
    if (!stolen.empty())
        text += fmt::format("launches that lost more than {:.0f} % of their cpu time to other guests: {}\n",
                            100 * topology::heavy_steal, first_few(stolen));
    return text;
}

}  // namespace accelbench::reports
