#pragma once

#include <fstream>
#include <string>

#include "../temporary_folder.h"
#include "harness/plan/hosts.h"

namespace accelbench::plan {

/// What a sweep makes of a hostfile with this text.
inline Hosts hosts_from_file(const std::string& text) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "hosts") << text;
    SweepOptions options;
    options.hostfile = folder / "hosts";
    return find_hosts(options);
}

}  // namespace accelbench::plan
