#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "topology/memory.h"

namespace accelbench::topology {

/// The nodes of what a process holds beside its buffers, in bytes. Heap and stacks follow the policy that the
/// process was born with. A page of shared memory lies where the process that touched it first wanted it, and
/// pages of files where they were first read, often by another process.
struct OtherMemory {
    std::string reason = {};  // why the kernel can't tell; then nothing else is there
    std::map<int, std::uint64_t> private_bytes =
        {};                                          // heap, stacks, what libraries (MPI's sums) map for themselves
    std::map<int, std::uint64_t> shared_bytes = {};  // shared memory that may be written
    std::map<int, std::uint64_t> file_bytes = {};    // programs, libraries with their data, other files
    bool operator==(const OtherMemory&) const = default;
};

/// Reads /proc/self/maps and numa_maps. Touches nothing; takes a while where much is mapped.
OtherMemory observe_other_memory(std::span<const NumaBuffer* const> buffers);

/// Why private memory is misplaced: less than `required` of it lies on the nodes of the process's policy; ""
/// when all is well, nothing is bound, or the kernel can't tell.
std::string check_other_memory(const OtherMemory& memory, const MemoryBinding& asked, double required = 0.99);

}  // namespace accelbench::topology
