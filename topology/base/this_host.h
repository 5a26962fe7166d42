#pragma once

#include <string>

namespace accelbench {

/// This machine's name, as it calls itself and as ranks report it; "" where Linux refuses it.
std::string host_name();

/// Linux's number of this boot, which no other machine has; "" where /proc hides it. Processes of one machine
/// agree on it whatever their container calls the host.
std::string boot_id();

}  // namespace accelbench
