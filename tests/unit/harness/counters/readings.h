#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Place of the row called `name`; throws when there is none.
inline std::size_t row_of(const Source& source, const std::string& name) {
    const auto& rows = source.counters();
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
    if (at == rows.end()) throw std::out_of_range("no counter is called " + name);
    return static_cast<std::size_t>(at - rows.begin());
}

inline Reading reading_of(Source& source, const std::string& name) {
    return source.read().at(row_of(source, name));
}

inline std::string reason_of(const Source& source, const std::string& name) {
    return source.counters().at(row_of(source, name)).reason;
}

}  // namespace accelbench::counters
