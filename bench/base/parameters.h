#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bench/base/kernel.h"

namespace accelbench::bench {

/// The last value given for `name`; nullopt when it was not given.
std::optional<std::string> find_value(const Parameters& parameters, std::string_view name);

/// The readers below throw Failure(usage) that says which parameter of which kernel, what was given and the
/// bound. `text` is read whole: "12x" is not 12.
std::int64_t read_count(std::string_view kernel, std::string_view name, const std::string& text,
                        std::int64_t lowest, std::int64_t highest);
double read_number(std::string_view kernel, std::string_view name, const std::string& text, double lowest,
                   double highest);
/// Bytes with an optional binary suffix K, M or G: "4K" is 4096.
std::int64_t read_bytes(std::string_view kernel, std::string_view name, const std::string& text,
                        std::int64_t lowest, std::int64_t highest);

}  // namespace accelbench::bench
