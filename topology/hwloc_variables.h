#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accelbench::topology {

/// HWLOC_XMLFILE, HWLOC_SYNTHETIC, HWLOC_FSROOT, HWLOC_COMPONENTS and all others that change which machine
/// hwloc shows, or how; not those that only make it talk (HWLOC_HIDE_ERRORS, HWLOC_*_VERBOSE).
bool changes_hwloc(std::string_view name);

/// The names of those that are set, in order.
std::vector<std::string> hwloc_variables();

/// While it lives they are not set: what a machine is must not depend on what a shell was set up for. No
/// other thread may read the environment meanwhile.
class HwlocVariablesHidden {
  public:
    HwlocVariablesHidden();
    HwlocVariablesHidden(const HwlocVariablesHidden&) = delete;
    HwlocVariablesHidden& operator=(const HwlocVariablesHidden&) = delete;
    ~HwlocVariablesHidden();

  private:
    std::vector<std::pair<std::string, std::string>> hidden_;
};

}  // namespace accelbench::topology
