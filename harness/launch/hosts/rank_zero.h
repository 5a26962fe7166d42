#pragma once

#include <string>

#include "harness/launch/launchers/launcher.h"

namespace accelbench::launch {

/// For MASTER_ADDR: the machine of rank 0 among the first `machines` of `hosts`, 127.0.0.1 where there is one
/// machine. Who meets rank 0 elsewhere than it runs waits in vain.
std::string address_of_rank_0(const plan::Hosts& hosts, const LauncherRow& launcher, int machines);

}  // namespace accelbench::launch
