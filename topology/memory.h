#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "topology/memory_mode.h"

namespace accelbench::topology {

/// Whether a bound buffer of this size asks for base pages on a machine with `nodes` nodes. The kernel
/// interleaves in whole 2 MiB transparent huge pages: a buffer of a few of them lies on a few nodes only, and
/// "interleave" would measure a bind. The size decides, not the policy, so that local and remote still differ
/// from it in one factor.
bool keeps_to_base_pages(std::size_t bytes, int nodes);

/// Anonymous pages with a memory policy, mapped but not yet touched: the thread that will use a range touches
/// it. Aligned to 2 MiB so that addresses, and with them a library's choice of code path, don't depend on the
/// policy, and mapped in whole 2 MiB, so that its end may be huge too. Pages of the pool that are bound to
/// one node are there from the start (memory_pages.h).
class NumaBuffer {
  public:
    NumaBuffer() = default;
    /// Throws Failure(environment) with errno's text and the remedy when mmap or mbind is refused, or when
    /// the pool of huge pages is short.
    NumaBuffer(std::string name, std::size_t bytes, const MemoryBinding& memory);
    /// Takes over whole base pages that were mapped elsewhere (memory_shared.h), and unmaps them in the end.
    static NumaBuffer adopt(std::string name, std::byte* mapping, std::size_t bytes);
    NumaBuffer(NumaBuffer&& other) noexcept;
    NumaBuffer& operator=(NumaBuffer&& other) noexcept;
    ~NumaBuffer();

    const std::string& name() const { return name_; }
    /// What was asked of the kernel; a small buffer may have been left base pages.
    PageKind pages() const { return pages_; }
    std::size_t size_bytes() const { return bytes_; }
    std::byte* data() { return data_; }
    const std::byte* data() const { return data_; }
    template <class T>
    std::span<T> as() {
        return {reinterpret_cast<T*>(data_), bytes_ / sizeof(T)};
    }
    /// Faults in the pages of [offset, offset + bytes) by writing zeros; call it from the thread that will
    /// use them.
    void touch(std::size_t offset, std::size_t bytes);

  private:
    void place(const MemoryBinding& memory, std::size_t whole);

    std::string name_;
    PageKind pages_ = PageKind::system;
    std::byte* data_ = nullptr;
    std::size_t bytes_ = 0;
    std::byte* mapping_ = nullptr;
    std::size_t mapping_bytes_ = 0;
};

}  // namespace accelbench::topology
