#include "topology/memory.h"

#include <fmt/format.h>
#include <numa.h>
#include <numaif.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "topology/base/failure.h"
#include "topology/base/sizes.h"
#include "topology/memory_pages.h"
#include "topology/mempolicy.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t alignment = huge_page_bytes;

[[noreturn]] void fail(const std::string& name, std::size_t bytes, const std::string& why) {
    throw Failure(Failure::Kind::environment, fmt::format("buffer \"{}\" of {} bytes: {}", name, bytes, why));
}

std::byte* map_pages(const std::string& name, std::size_t mapping_bytes) {
    void* pages = mmap(nullptr, mapping_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        fail(name, mapping_bytes,
             fmt::format("mmap failed ({}): choose a smaller problem, or raise `ulimit -v`",
                         std::strerror(errno)));
    }
    return static_cast<std::byte*>(pages);
}

/// Room to align and for a guard on each side.
std::size_t mapping_size(std::size_t bytes) { return round_up(bytes, alignment) + 2 * alignment; }

std::byte* aligned(std::byte* address) {
    return reinterpret_cast<std::byte*>(round_up(reinterpret_cast<std::uintptr_t>(address), alignment));
}

/// Without guards the kernel merges neighbouring mappings, and numa_maps then counts their pages together. A
/// refusal costs only that, so it is let pass.
void guard(std::byte* begin, std::byte* end) {
    static_cast<void>(mprotect(begin, static_cast<std::size_t>(end - begin), PROT_NONE));
}

}  // namespace

bool keeps_to_base_pages(std::size_t bytes, int nodes) {
    constexpr std::size_t chunks_per_node = 8;  // then no node is more than an eighth off its share
    return nodes > 1 && bytes < chunks_per_node * static_cast<std::size_t>(nodes) * alignment;
}

NumaBuffer::NumaBuffer(std::string name, std::size_t bytes, const MemoryBinding& memory) : NumaBuffer() {
    name_ = std::move(name);
    bytes_ = bytes;
    if (bytes == 0) return;
    if (bytes > SIZE_MAX / 2)
        fail(name_, bytes, "more than an address space holds: choose a smaller problem");
    const auto all = mapping_size(bytes);
    mapping_ = map_pages(name_, all);
    mapping_bytes_ = all;
    data_ = aligned(mapping_ + 1);
    const auto whole = round_up(bytes, alignment);
    guard(mapping_, data_);
    guard(data_ + whole, mapping_ + mapping_bytes_);
    place(memory, whole);
}

/// In this order: the pool's pages replace those that were mapped, a policy is the mapping's, and what the
/// pool has left can be told once the policy is set.
void NumaBuffer::place(const MemoryBinding& memory, std::size_t whole) {
    const auto insist = [&](const std::optional<std::string>& refusal) {
        if (refusal) fail(name_, bytes_, *refusal);
    };
    pages_ = pages_for(memory, whole, numa_num_configured_nodes());
    if (pages_ == PageKind::huge) insist(map_from_pool(data_, whole, memory));
    const auto policy = to_kernel_policy(memory);
    if (memory.mode != MemoryMode::system_default &&
        mbind(data_, whole, policy.mode, policy.mask_or_null(), policy.max_node(), 0) != 0)
        fail(name_, bytes_, explain_mempolicy_error("mbind", errno));
    if (pages_ == PageKind::huge)
        insist(secure_pool_pages(data_, whole, memory));
    else
        advise_pages(data_, bytes_, pages_);
}

NumaBuffer NumaBuffer::adopt(std::string name, std::byte* mapping, std::size_t bytes) {
    NumaBuffer buffer;
    buffer.name_ = std::move(name);
    buffer.pages_ = PageKind::base;
    buffer.data_ = buffer.mapping_ = mapping;
    buffer.bytes_ = buffer.mapping_bytes_ = bytes;
    return buffer;
}

NumaBuffer::NumaBuffer(NumaBuffer&& other) noexcept { *this = std::move(other); }

NumaBuffer& NumaBuffer::operator=(NumaBuffer&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(pages_, other.pages_);
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(mapping_, other.mapping_);
    std::swap(mapping_bytes_, other.mapping_bytes_);
    return *this;
}

NumaBuffer::~NumaBuffer() {
    if (mapping_ != nullptr) munmap(mapping_, mapping_bytes_);
}

void NumaBuffer::touch(std::size_t offset, std::size_t bytes) {
    if (offset > bytes_ || bytes > bytes_ - offset) {
        throw std::out_of_range(
            fmt::format("touch({}, {}) leaves buffer \"{}\" of {} bytes", offset, bytes, name_, bytes_));
    }
    // Zeros over the whole range, as the contract says: a buffer touched again is a buffer cleared.
    if (bytes > 0) std::memset(data_ + offset, 0, bytes);
}

}  // namespace accelbench::topology
