#include "topology/base/system_files.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "topology/base/descriptor.h"
#include "topology/base/split.h"

namespace accelbench::topology {
namespace {

constexpr double largest = 9e18;  // a 64-bit integer holds it; no size or count of a machine is beyond

}  // namespace

std::string read_system_file(const std::string& path) { return std::string(trimmed(read_file(path).text)); }

std::map<std::string, std::string> key_values(const std::string& text, char separator) {
    std::map<std::string, std::string> pairs;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto at = line.find(separator);
        const auto view = std::string_view(line);
        if (at != std::string::npos) pairs.emplace(trimmed(view.substr(0, at)), trimmed(view.substr(at + 1)));
    }
    return pairs;
}

std::optional<double> number_in(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || !(value >= 0)) return std::nullopt;
    return std::min(value, largest);
}

}  // namespace accelbench::topology
