#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/cli/doctor_view.h"
#include "topology/base/visible_text.h"

namespace accelbench::cli {
namespace {

using topology::AuditRow;
using topology::Grade;

constexpr std::array by_urgency{Grade::bad, Grade::warn, Grade::unknown, Grade::good};

const char* sign_of(Grade grade) {
    switch (grade) {
        case Grade::good:
            return "✓";
        case Grade::warn:
            return "!";
        case Grade::bad:
            return "✗";
        case Grade::unknown:
            break;
    }
    return "?";
}

std::string row_text(const AuditRow& row, std::size_t name_width) {
    auto text = fmt::format("{} {:<7}  {:<{}}  {}\n", sign_of(row.grade), to_string(row.grade), row.name,
                            name_width, visible_line(row.value));
    text += fmt::format("           {}\n", row.why);
    if (!row.fix.empty()) text += fmt::format("           fix: {}\n", visible_line(row.fix));
    return text;
}

}  // namespace

std::string grades_text(const std::vector<AuditRow>& rows) {
    std::string text;
    for (const auto grade : by_urgency) {
        const auto count =
            std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.grade == grade; });
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, to_string(grade));
    }
    return text;
}

std::string prepare_host_command(const std::vector<AuditRow>& rows) {
    std::string names;
    for (const auto& row : rows)
        if (row.prepare_host) names += " " + row.id;
    return names.empty() ? "" : "scripts/prepare-host" + names;
}

std::string doctor_text(const std::vector<AuditRow>& rows) {
    std::size_t name_width = 0;
    for (const auto& row : rows) name_width = std::max(name_width, row.name.size());
    std::string text;
    for (const auto grade : by_urgency)
        for (const auto& row : rows)
            if (row.grade == grade) text += row_text(row, name_width);
    text += fmt::format("\n{} facts: {}\n", rows.size(), grades_text(rows));
    const auto command = prepare_host_command(rows);
    if (!command.empty())
        text += fmt::format(
            "apply all or some of these fixes; prints what was changed and how to undo it:\n  {}\n",
            command);
    return text;
}

}  // namespace accelbench::cli
