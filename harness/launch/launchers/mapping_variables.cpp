#include "harness/launch/launchers/mapping_variables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace accelbench::launch {
namespace {

constexpr std::array<std::string_view, 2> prefixes = {"OMPI_MCA_", "PRTE_MCA_"};
constexpr std::array<std::string_view, 15> settings = {
    "rmaps", "hwloc_base", "hwloc_default", "hwloc_use", "orte_default_hostfile",
    "orte_set_", "orte_base_", "orte_allocation", "orte_max_vm_size", "prte_default_hostfile",
    "prte_set_", "prte_allocation", "prte_max_vm_size", "ras", "plm"};
/// How other machines are reached: an agent is named by itself when it fails.
constexpr std::array<std::string_view, 2> of_agents = {"plm_rsh_agent", "plm_ssh_agent"};

bool changes_mapping(std::string_view name) {
    const auto prefix = std::find_if(prefixes.begin(), prefixes.end(),
                                     [&](auto candidate) { return name.starts_with(candidate); });
    if (prefix == prefixes.end()) return false;
    const auto setting = name.substr(prefix->size());
    if (std::find(of_agents.begin(), of_agents.end(), setting) != of_agents.end()) return false;
    return std::any_of(settings.begin(), settings.end(), [&](auto row) { return setting.starts_with(row); });
}

}  // namespace

std::vector<std::string> mapping_variables_in(const std::vector<std::string>& environment) {
    std::vector<std::string> found;
    for (const auto& variable : environment)
        if (changes_mapping(std::string_view(variable).substr(0, variable.find('='))))
            found.push_back(variable);
    std::sort(found.begin(), found.end());
    return found;
}

std::string mapping_variables_note() {
    std::vector<std::string> environment;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
        environment.emplace_back(*variable);
    const auto found = mapping_variables_in(environment);
    if (found.empty()) return "";
    return fmt::format("; mpirun follows the environment: {}; unset {} and try again",
                       fmt::join(found, ", "), found.size() == 1 ? "it" : "them");
}

}  // namespace accelbench::launch
