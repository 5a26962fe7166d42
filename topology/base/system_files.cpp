#include "topology/base/system_files.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

namespace accelbench::topology {
namespace {

constexpr double kLargest = 9e18;  // a 64-bit integer holds it; no size or count of a machine is beyond
constexpr auto kBlank = " \t\n\r\0";

std::string trimmed(const std::string& text) {
    const auto from = text.find_first_not_of(kBlank);
    if (from == std::string::npos) return "";
    return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

}  // namespace

std::string read_system_file(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();  // unlike iterators, this does not throw where a read fails
    return trimmed(text.str());
}

std::map<std::string, std::string> key_values(const std::string& text, char separator) {
    std::map<std::string, std::string> pairs;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto at = line.find(separator);
        if (at != std::string::npos) pairs.emplace(trimmed(line.substr(0, at)), trimmed(line.substr(at + 1)));
    }
    return pairs;
}

std::optional<int> node_number(const std::string& folder_name) {
    constexpr std::string_view prefix = "node";
    int number = 0;
    const char* end = folder_name.data() + folder_name.size();
    if (folder_name.rfind(prefix, 0) != 0 || folder_name.size() == prefix.size()) return std::nullopt;
    if (std::from_chars(folder_name.data() + prefix.size(), end, number).ptr != end) return std::nullopt;
    return number;
}

std::optional<double> number_in(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || !(value >= 0)) return std::nullopt;
    return std::min(value, kLargest);
}

}  // namespace accelbench::topology
