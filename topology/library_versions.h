#pragma once

#include <string>

namespace accelbench::topology {

/// The libraries that this program was built with: "hwloc 2.9.0, libnuma 2.0.16".
std::string library_versions();

}  // namespace accelbench::topology
