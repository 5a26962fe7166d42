#pragma once

#include <cstddef>
#include <string>

#include "topology/memory.h"

namespace accelbench::topology {

/// Pages that the processes of one machine share, under the memory policy of the process that makes them: the
/// policy belongs to the pages and not to a mapping, so a page lies where the owner wants it whoever touches
/// it. A memfd has no name in any file system: nothing is left behind, however its users end.
class SharedMemory {
  public:
    /// Mapped, bound and touched by the caller. Throws Failure(environment) with errno's text and the remedy.
    SharedMemory(const std::string& name, std::size_t bytes, const MemoryBinding& memory);
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    ~SharedMemory();

    /// What another process hands to attach_shared() to see the same pages; good until close_door(). Needs
    /// the same user and the same process-id namespace.
    std::string door() const;
    void close_door();
    NumaBuffer& pages() { return pages_; }
    const NumaBuffer& pages() const { return pages_; }

  private:
    int file_ = -1;
    NumaBuffer pages_;
};

/// Maps the pages behind another process's door. Throws Failure(environment).
NumaBuffer attach_shared(const std::string& name, const std::string& door, std::size_t bytes);

}  // namespace accelbench::topology
