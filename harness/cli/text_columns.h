#pragma once

#include <string>
#include <vector>

namespace accelbench::cli {

/// Rows of cells as lines, each column as wide as its widest cell, two blanks between, `indent` blanks
/// before. A column whose letter in `align` is 'r' is flush right, else left. No blanks at line ends.
std::string text_columns(std::vector<std::vector<std::string>> rows, const std::string& align, int indent);

}  // namespace accelbench::cli
