#pragma once

#include <string>
#include <vector>

#include "topology/memory_mode.h"

namespace accelbench::topology {

/// The kernel's form of a MemoryBinding: an MPOL_* mode and a bit mask of nodes, for mbind and set_mempolicy.
struct KernelPolicy {
    int mode = 0;
    std::vector<unsigned long> mask;  // bit n of the array is node n; empty for the default policy
    /// What the system calls take as `maxnode`: they read one bit less than they are told.
    unsigned long max_node() const { return mask.empty() ? 0 : mask.size() * sizeof(unsigned long) * 8 + 1; }
    const unsigned long* mask_or_null() const { return mask.empty() ? nullptr : mask.data(); }
};

KernelPolicy to_kernel_policy(const MemoryBinding& memory);

/// The modes that this kernel is too old for: each is tried on a page of its own. Empty too where a sandbox
/// refuses the call altogether; mempolicy_refusal() tells that.
std::vector<MemoryMode> refused_memory_modes();

/// The cause and the remedy of a failed mempolicy call, for example `call` = "mbind" with EPERM in a
/// container.
std::string explain_mempolicy_error(const std::string& call, int error_number);

}  // namespace accelbench::topology
