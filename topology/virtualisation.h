#pragma once

#include <string>

namespace accelbench::topology {

/// "none", "kvm", "container (docker)", "kvm, container (podman)": what lies between this process and the
/// hardware.
std::string read_virtualisation(const std::string& root);

}  // namespace accelbench::topology
