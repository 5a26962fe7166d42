#include "reports/text/columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/base/visible_text.h"

namespace accelbench::reports {
namespace {

/// Characters of UTF-8 text; counting bytes would push the columns behind a non-ASCII host name out of line.
std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

bool says_something(const std::vector<Row>& rows, std::size_t column) {
    return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row[column] != "-"; });
}

std::string pad(const std::string& text, std::size_t width, Align align) {
    const std::string blanks(width - std::min(width, width_of(text)), ' ');
    return align == Align::left ? text + blanks : blanks + text;
}

std::string line_of(const std::vector<Column>& columns, const std::vector<std::size_t>& widths,
                    const Row& row) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (widths[i] > 0) line += (line.empty() ? "" : "  ") + pad(row[i], widths[i], columns[i].align);
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

}  // namespace

std::string lay_out_columns(std::vector<Column> columns, std::vector<Row> rows) {
    for (Row& row : rows)  // before the widths are taken: what a document says in a field stays in it
        for (std::string& field : row) field = visible_line(field);
    for (Column& column : columns) column.title = visible_line(column.title);
    Row titles;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        titles.push_back(columns[i].title);
        std::size_t widest = width_of(columns[i].title);
        for (const Row& row : rows) widest = std::max(widest, width_of(row[i]));
        widths.push_back(says_something(rows, i) ? widest : 0);
    }
    std::string text = line_of(columns, widths, titles);
    for (const Row& row : rows) text += line_of(columns, widths, row);
    return text;
}

std::string broken_line(const std::string& text) {
    std::string lines = "  ";
    std::size_t from = 0;
    for (auto at = text.find("; "); at != std::string::npos; from = at + 2, at = text.find("; ", from))
        lines += text.substr(from, at - from) + "\n    ";
    return lines + text.substr(from) + "\n";
}

}  // namespace accelbench::reports
