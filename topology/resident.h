#pragma once

#include <cstdint>
#include <string>

namespace accelbench::topology {

/// What a process has in memory, in bytes.
struct Resident {
    std::string reason;  // why the kernel can't tell; then the numbers say nothing
    std::uint64_t resident_bytes = 0;
    std::uint64_t anonymous_bytes = 0;  // of these: heap, stacks, buffers
    std::uint64_t file_bytes = 0;       // of these: programs, libraries, mapped files
    std::uint64_t shared_bytes = 0;     // of these: shared memory
    std::uint64_t pool_bytes = 0;       // beside these: pages of the pool of huge pages
    bool operator==(const Resident&) const = default;
};

/// Of /proc/self/status; `root` as for read_environment.
Resident read_resident(const std::string& root = "");

}  // namespace accelbench::topology
