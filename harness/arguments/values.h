#pragma once

#include <cstdint>
#include <string>

namespace accelbench::arguments {

/// Whole number in [low, high]; throws Failure(usage) naming the option, what was typed and the bound.
std::int64_t parse_count(const std::string& option, const std::string& text, std::int64_t low,
                         std::int64_t high);

/// Seconds from "90", "1.5s", "2m", "1h"; above 0. Throws like parse_count.
double parse_seconds(const std::string& option, const std::string& text);

/// Bytes from "4096", "512M", "8G", "8GiB", "1.5T": binary units; above 0. Throws like parse_count.
std::uint64_t parse_bytes(const std::string& option, const std::string& text);

/// A share from "2%" or "0.02"; in (0, 1).
double parse_share(const std::string& option, const std::string& text);

/// The text itself; throws Failure(usage) when it is empty: a script's variable that was never set is no wish for the
/// default. `what` says what to give.
const std::string& not_empty(const std::string& option, const std::string& text, const std::string& what);

}  // namespace accelbench::arguments
