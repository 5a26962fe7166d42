#pragma once

#include <map>
#include <string>

#include "bench/base/kernel.h"
#include "harness/plan/needs.h"
#include "reports/model/cells.h"

namespace accelbench::plan {

/// A cell while it is planned: each axis adds what it chose, then its work, its placement or a reason to skip
/// it.
struct Draft {
    const SweepOptions& options;
    const Surroundings& around;
    const bench::KernelRow& kernel;

    reports::Cell cell = {};
    std::map<std::string, std::string> values = {};  // by axis, as ids and documents have them
    topology::PolicyChoice policy = *topology::find_policy(reports::base_policy);
    topology::PageKind pages = topology::PageKind::system;
    topology::Spread spread = topology::Spread::spread;
    MemoryBytes memory_bytes = {};  // of a rank
};

}  // namespace accelbench::plan
