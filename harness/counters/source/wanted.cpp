#include "harness/counters/source/wanted.h"

#include <algorithm>
#include <sstream>

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
    std::stringstream parts(text);
    for (std::string name; std::getline(parts, name, ',');)
        if (!name.empty()) wanted.names.push_back(name);
    return wanted;
}

}  // namespace accelbench::counters
