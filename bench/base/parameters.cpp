#include "bench/base/parameters.h"

#include <fmt/format.h>

#include <cmath>

#include "topology/base/failure.h"
#include "topology/base/numbers.h"

namespace accelbench::bench {
namespace {

[[noreturn]] void refuse(std::string_view kernel, std::string_view name, const std::string& text,
                         const std::string& wanted) {
    throw Failure(Failure::Kind::usage, fmt::format("{}: {}={} is not {}", kernel, name, text, wanted));
}

/// 2 to the power that the suffix stands for; 0 when there is none.
int suffix_shift(std::string_view text) {
    if (text.empty()) return 0;
    switch (text.back()) {
        case 'k':
        case 'K':
            return 10;
        case 'm':
        case 'M':
            return 20;
        case 'g':
        case 'G':
            return 30;
        default:
            return 0;
    }
}

}  // namespace

std::optional<std::string> find_value(const Parameters& parameters, std::string_view name) {
    std::optional<std::string> found;
    for (const auto& [key, value] : parameters) {
        if (key == name) found = value;
    }
    return found;
}

std::int64_t read_count(std::string_view kernel, std::string_view name, const std::string& text,
                        std::int64_t lowest, std::int64_t highest) {
    const auto value = number_from<std::int64_t>(text);
    if (!value || *value < lowest || *value > highest) {
        refuse(kernel, name, text, fmt::format("a whole number from {} to {}", lowest, highest));
    }
    return *value;
}

double read_number(std::string_view kernel, std::string_view name, const std::string& text, double lowest,
                   double highest) {
    const auto value = number_from<double>(text);
    // The negated comparison also refuses a NaN.
    if (!value || !(*value >= lowest && *value <= highest)) {
        refuse(kernel, name, text, fmt::format("a number from {} to {}", lowest, highest));
    }
    return *value;
}

std::int64_t read_bytes(std::string_view kernel, std::string_view name, const std::string& text,
                        std::int64_t lowest, std::int64_t highest) {
    const int shift = suffix_shift(text);
    const std::string_view digits = std::string_view(text).substr(0, text.size() - (shift > 0 ? 1 : 0));
    const auto value = number_from<std::int64_t>(digits);
    if (!value || *value < 0 || *value > (highest >> shift) || (*value << shift) < lowest) {
        refuse(kernel, name, text,
               fmt::format("a number of bytes from {} to {} (suffix K, M or G)", lowest, highest));
    }
    return *value << shift;
}

}  // namespace accelbench::bench
