#pragma once

#include <string>
#include <vector>

#include "harness/plan/needs.h"

namespace accelbench::plan {

/// The kinds of pages that cells come in: those asked for, in the order of the table, or else one, huge pages
/// where they are to be had: transparent ones where the kernel's setting is madvise or always and they have
/// 2 MiB, base pages otherwise.
std::vector<topology::PageKind> page_kinds_of(const SweepOptions& options, const Surroundings& around);

/// "" when this machine has the pages that a placed cell asks for, else what is missing and the remedy. Of a
/// machine that is not this one nothing is known.
std::string why_no_pages(const reports::Cell& cell, const Surroundings& around,
                         const MemoryBytes& memory_bytes);

}  // namespace accelbench::plan
