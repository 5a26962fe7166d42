#pragma once

#include <map>
#include <optional>
#include <string>

namespace accelbench::topology {

/// Whole text of a file of /proc or /sys without the trailing blanks; "" when it can't be read, which on
/// those trees means that the system doesn't say.
std::string read_system_file(const std::string& path);

/// Lines of "key value" or "key: value" as a map; the first of equal keys stays.
std::map<std::string, std::string> key_values(const std::string& text, char separator);

/// An unsigned number at the start of `text`, at most 9e18, so that any 64-bit integer takes it; nullopt when
/// there is none ("max", "nan").
std::optional<double> number_in(const std::string& text);

}  // namespace accelbench::topology
