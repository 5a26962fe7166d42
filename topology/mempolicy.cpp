#include "topology/mempolicy.h"

#include <fmt/format.h>
#include <numaif.h>

#include <cerrno>
#include <climits>
#include <cstring>

namespace accelbench::topology {
namespace {

constexpr std::size_t bits = sizeof(unsigned long) * CHAR_BIT;

// Of the kernel's include/uapi/linux/mempolicy.h; libnuma's header may be older than the kernel that runs.
constexpr int preferred_many = 5;
constexpr int weighted_interleave = 6;

int mode_number(MemoryMode mode) {
    switch (mode) {
        case MemoryMode::bind:
            return MPOL_BIND;
        case MemoryMode::interleave:
            return MPOL_INTERLEAVE;
        case MemoryMode::preferred:
            return MPOL_PREFERRED;
        case MemoryMode::preferred_many:
            return preferred_many;
        case MemoryMode::weighted_interleave:
            return weighted_interleave;
        case MemoryMode::system_default:
            break;
    }
    return MPOL_DEFAULT;
}

std::string_view remedy(int error_number) {
    switch (error_number) {
        case EPERM:
            return "start it with --cap-add SYS_NICE, or a seccomp profile that permits set_mempolicy, mbind "
                   "and "
                   "move_pages";
        case ENOSYS:
            return "run on a Linux kernel with NUMA support (CONFIG_NUMA), outside a sandbox such as gVisor; "
                   "only the "
                   "policy baseline works here";
        case EINVAL:
            return "the node is offline, has no memory, or the cgroup's cpuset.mems hides it; `accelbench "
                   "topology` "
                   "lists the nodes";
        case ENOMEM:
            return "ask for less memory or raise the cgroup's memory limit";
        default:
            return "`accelbench topology` lists what this system permits";
    }
}

}  // namespace

KernelPolicy to_kernel_policy(const MemoryBinding& memory) {
    KernelPolicy policy{mode_number(memory.mode), {}};
    if (memory.mode == MemoryMode::system_default) return policy;
    for (int node : memory.nodes) {
        const auto word = static_cast<std::size_t>(node) / bits;
        if (word >= policy.mask.size()) policy.mask.resize(word + 1);
        policy.mask[word] |= 1UL << (static_cast<std::size_t>(node) % bits);
    }
    return policy;
}

std::string explain_mempolicy_error(const std::string& call, int error_number) {
    if (error_number == EPERM)
        return fmt::format("this container refuses {} (EPERM): {}", call, remedy(EPERM));
    if (error_number == ENOSYS)
        return fmt::format("this Linux kernel lacks {} (ENOSYS): {}", call, remedy(ENOSYS));
    return fmt::format("{} failed ({}): {}", call, std::strerror(error_number), remedy(error_number));
}

}  // namespace accelbench::topology
