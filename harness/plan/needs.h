#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/plan/plan.h"

namespace accelbench::plan {

/// What one rank allocates, by class of allocation, its sums included.
using MemoryBytes = std::vector<std::pair<std::string, double>>;
MemoryBytes memory_of_rank(const bench::KernelPlan& work, const reports::Cell& cell,
                           const SweepOptions& options);

/// What of it may be of the pool of huge pages, and what never is: ranks sum in shared memory, which can't
/// be.
MemoryBytes poolable(const MemoryBytes& memory_bytes);
MemoryBytes not_poolable(const MemoryBytes& memory_bytes);

/// Of all ranks of a machine, by node; -1: anywhere.
std::map<int, double> wanted_by_node(const reports::Cell& cell, const MemoryBytes& memory_bytes);

/// Whether its kernel's buffers are of the pool of huge pages, and not of what is free.
bool takes_from_pool(const reports::Cell& cell);

/// What each node of a machine must have free for the plan: the most that one of its runnable cells wants
/// there, if anything. What is of the pool of huge pages was set aside before.
std::map<int, std::uint64_t> needed_bytes(const Plan& plan);

}  // namespace accelbench::plan
