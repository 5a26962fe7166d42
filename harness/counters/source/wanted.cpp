#include "harness/counters/source/wanted.h"

#include <algorithm>

#include "topology/base/split.h"

namespace accelbench::counters {
namespace {

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool Wanted::wants(std::string_view name) const {
    return (all || holds(names, name)) && !holds(served, name);
}

Wanted wanted_from(const std::string& text) {
    Wanted wanted;
    wanted.all = text == "auto";
    if (wanted.all || text == "none") return wanted;
    wanted.names = split_list(text);
    return wanted;
}

}  // namespace accelbench::counters
