#include "reports/html/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "topology/base/visible_text.h"

namespace accelbench::reports {
namespace {

bool says_something(const std::vector<std::vector<std::string>>& rows, std::size_t column) {
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row[column] != "-"; });
}

std::string class_of(const HtmlColumn& column) {
    if (column.wraps) return " class=\"wraps\"";
    return column.numeric ? " class=\"number\"" : "";
}

std::string header_field(const HtmlColumn& column) {
    return fmt::format("<th scope=\"col\"{}>{}</th>", class_of(column), escape(column.title));
}

std::string field(const HtmlColumn& column, const std::string& html, bool heads_row) {
    if (heads_row) return fmt::format("<th scope=\"row\"{}>{}</th>", class_of(column), html);
    return fmt::format("<td{}>{}</td>", class_of(column), html);
}

}  // namespace

std::string escape(std::string_view text) {
    const auto shown = visible_text(text);  // a mark of direction would show one name as another
    std::string html;
    for (const char letter : shown) {
        switch (letter) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += letter;
        }
    }
    return html;
}

std::string html_table(const std::string& caption, const std::vector<HtmlColumn>& columns,
                       const std::vector<std::vector<std::string>>& rows) {
    std::string html = fmt::format(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
        "aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n"
        "<thead><tr>",
        escape(caption));
    std::vector<bool> shown;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        shown.push_back(says_something(rows, i));
        if (shown[i]) html += header_field(columns[i]);
    }
    html += "</tr></thead>\n<tbody>\n";
    for (const auto& row : rows) {
        html += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            if (shown[i]) html += field(columns[i], row[i], i == 0);
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string html_facts(const std::vector<std::pair<std::string, std::string>>& facts) {
    std::string html = "<dl class=\"facts\">\n";
    for (const auto& [name, value] : facts)
        html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(name), value);
    return html + "</dl>\n";
}

std::string html_list(std::size_t count, const std::string& what, const std::string& items) {
    const std::string list = "<ul class=\"sentences\">\n" + items + "</ul>\n";
    if (count <= 4) return list;
    return fmt::format("<details><summary>{}</summary>\n{}</details>\n", what, list);
}

std::string html_section(const std::string& id, const std::string& heading, const std::string& body) {
    if (body.empty()) return "";
    return fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n<h2 id=\"{0}-heading\">{1}</h2>\n{2}"
        "</section>\n",
        id, escape(heading), body);
}

std::string policy_class(std::string_view policy) {
    constexpr std::array<std::string_view, 4> known{"local", "interleave", "remote", "baseline"};
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i] == policy) return fmt::format("p{}", i);
    unsigned sum = 0;
    for (const char letter : policy) sum = sum * 31 + static_cast<unsigned char>(letter);
    return fmt::format("p{}", known.size() + sum % 3);
}

}  // namespace accelbench::reports
