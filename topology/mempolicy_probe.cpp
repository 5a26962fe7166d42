#include <numaif.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "topology/environment.h"
#include "topology/mempolicy.h"

namespace accelbench::topology {
namespace {

/// Sets the policy that is in force already: nothing changes, but a sandbox that forbids the call says so.
std::optional<std::string> try_set_mempolicy() {
    std::array<unsigned long, 64> mask{};
    constexpr unsigned long max_node = mask.size() * sizeof(unsigned long) * 8;
    int mode = MPOL_DEFAULT;
    if (get_mempolicy(&mode, mask.data(), max_node, nullptr, 0) != 0) {
        return explain_mempolicy_error("get_mempolicy", errno);
    }
    if (set_mempolicy(mode, mask.data(), max_node) != 0)
        return explain_mempolicy_error("set_mempolicy", errno);
    return std::nullopt;
}

std::optional<std::string> try_mbind() {
    const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* page = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return std::string("mmap of one page failed: ") + std::strerror(errno);
    std::optional<std::string> refusal;
    if (mbind(page, bytes, MPOL_DEFAULT, nullptr, 0, 0) != 0)
        refusal = explain_mempolicy_error("mbind", errno);
    munmap(page, bytes);
    return refusal;
}

/// Whether mbind takes the mode for the nodes that we may use; `nodes` is a mask of `bits` bits.
bool kernel_takes(MemoryMode mode, const unsigned long* nodes, unsigned long bits) {
    const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* page = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return true;  // out of address space says nothing of the mode
    const int number = to_kernel_policy({mode, {0}}).mode;
    const bool refused = mbind(page, bytes, number, nodes, bits, 0) != 0 && errno == EINVAL;
    munmap(page, bytes);
    return !refused;
}

}  // namespace

std::vector<MemoryMode> refused_memory_modes() {
    std::array<unsigned long, 64> nodes{};
    constexpr unsigned long bits = nodes.size() * sizeof(unsigned long) * 8;
    if (get_mempolicy(nullptr, nodes.data(), bits, nullptr, MPOL_F_MEMS_ALLOWED) != 0) return {};
    std::vector<MemoryMode> refused;
    for (MemoryMode mode : {MemoryMode::preferred_many, MemoryMode::weighted_interleave}) {
        if (!kernel_takes(mode, nodes.data(), bits)) refused.push_back(mode);
    }
    return refused;
}

std::optional<std::string> mempolicy_refusal() {
    if (auto refusal = try_set_mempolicy()) return refusal;
    return try_mbind();
}

}  // namespace accelbench::topology
