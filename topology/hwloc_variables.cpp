#include "topology/hwloc_variables.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace accelbench::topology {

bool changes_hwloc(std::string_view name) {
    return name.starts_with("HWLOC_") && name != "HWLOC_HIDE_ERRORS" && !name.ends_with("_VERBOSE");
}

std::vector<std::string> hwloc_variables() {
    std::vector<std::string> names;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const auto name = text.substr(0, text.find('='));
        if (changes_hwloc(name)) names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

HwlocVariablesHidden::HwlocVariablesHidden() {
    for (auto& name : hwloc_variables()) {
        const char* value = std::getenv(name.c_str());
        hidden_.emplace_back(name, value ? value : "");
        unsetenv(name.c_str());
    }
}

HwlocVariablesHidden::~HwlocVariablesHidden() {
    for (const auto& [name, value] : hidden_) setenv(name.c_str(), value.c_str(), 1);
}

}  // namespace accelbench::topology
