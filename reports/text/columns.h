#pragma once

#include <string>
#include <vector>

namespace accelbench::reports {

enum class Align {
    left,
    right
};

struct Column {
    std::string title;
    Align align = Align::left;
};
using Row = std::vector<std::string>;

/// Text columns as wide as their widest field, two blanks apart, without blanks at a line's end. A column
/// that is "-" in each row is left out: it says nothing.
std::string lay_out_columns(std::vector<Column> columns, std::vector<Row> rows);

/// "a; b; c" as lines of text, indented by 2: each part begins a line, all but the first are indented
/// further.
std::string broken_line(const std::string& text);

}  // namespace accelbench::reports
