#pragma once

#include <map>
#include <string>

#include "topology/audit/audit.h"

namespace accelbench::topology {

/// What /sys/devices/system/cpu/cpuN/`file` says of each cpu that we may use, cpus with the same text
/// together; cpus of which nothing is said are left out.
std::map<std::string, CpuSet> by_value(const AuditInput& input, const std::string& file);

/// "performance", or where cpus differ "performance on 60 cpus, powersave on 4 (cpus 0-3)": most cpus first,
/// and the numbers of the fewer.
std::string values_text(const std::map<std::string, CpuSet>& values);

/// The text below /sys/devices/system/cpu; "" when it isn't there.
std::string cpu_file(const AuditInput& input, const std::string& file);

}  // namespace accelbench::topology
