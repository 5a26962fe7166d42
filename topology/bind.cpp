#include "topology/bind.h"

#include <fmt/format.h>
#include <numaif.h>
#include <sched.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "topology/affinity.h"
#include "topology/mempolicy.h"

namespace accelbench::topology {
namespace {

constexpr auto cpus_remedy =
    "a cgroup's cpuset or a job scheduler hides cpus, or they are offline; `accelbench topology` lists the "
    "usable ones";

std::optional<std::string> set_affinity(const CpuSet& cpus) {
    const int count = *std::prev(cpus.end()) + 1;
    const auto bytes = CPU_ALLOC_SIZE(count);
    std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> mask(CPU_ALLOC(count),
                                                          [](cpu_set_t* set) { CPU_FREE(set); });
    CPU_ZERO_S(bytes, mask.get());
    for (int cpu : cpus) CPU_SET_S(static_cast<std::size_t>(cpu), bytes, mask.get());
    if (sched_setaffinity(0, bytes, mask.get()) == 0) return std::nullopt;
    const int error_number = errno;
    const char* remedy = error_number == EINVAL
                             ? cpus_remedy
                             : "the sandbox forbids sched_setaffinity: start it with --cap-add "
                               "SYS_NICE or a seccomp profile that permits it";
    return fmt::format("can't bind to cpus {}: sched_setaffinity failed ({}): {}", cpus.to_string(),
                       std::strerror(error_number), remedy);
}

/// The kernel quietly cuts a mask down to the cgroup's cpuset and reports success.
std::optional<std::string> check_affinity(const CpuSet& asked) {
    const auto granted = affinity_mask();
    if (!granted) return fmt::format("can't read the affinity mask ({})", std::strerror(errno));
    if (*granted == asked) return std::nullopt;
    return fmt::format("requested cpus {}, Linux granted {}: {}", asked.to_string(),
                       granted->to_string(), cpus_remedy);
}

struct PolicyInForce {
    int mode = MPOL_DEFAULT;
    NodeSet nodes;
};

std::optional<PolicyInForce> policy_in_force() {
    std::array<unsigned long, 64> mask{};
    constexpr unsigned long bits = sizeof(unsigned long) * 8;
    PolicyInForce policy;
    // Without MPOL_F_NODE and MPOL_F_ADDR: with them the call would fault a page in.
    if (get_mempolicy(&policy.mode, mask.data(), mask.size() * bits, nullptr, 0) != 0) return std::nullopt;
    for (unsigned long node = 0; node < mask.size() * bits; ++node) {
        if ((mask[node / bits] >> (node % bits)) & 1UL) policy.nodes.insert(static_cast<int>(node));
    }
    return policy;
}

std::optional<std::string> set_policy(const MemoryBinding& memory) {
    const auto policy = to_kernel_policy(memory);
    if (set_mempolicy(policy.mode, policy.mask_or_null(), policy.max_node()) == 0) return std::nullopt;
    return fmt::format("can't set the memory policy {}: {}", to_string(memory),
                       explain_mempolicy_error("set_mempolicy", errno));
}

/// As with cpus, the kernel drops nodes that cpuset.mems hides without a word.
std::optional<std::string> check_policy(const MemoryBinding& memory) {
    const auto granted = policy_in_force();
    if (!granted) return explain_mempolicy_error("get_mempolicy", errno);
    if (granted->mode == to_kernel_policy(memory).mode && granted->nodes == memory.nodes) return std::nullopt;
    return fmt::format(
        "requested {} on nodes {}, Linux granted mode {} on nodes '{}': the cgroup's cpuset.mems "
        "hides nodes; `accelbench topology` lists the usable ones",
        to_string(memory.mode), memory.nodes.to_string(), granted->mode, granted->nodes.to_string());
}

}  // namespace

std::optional<std::string> bind_process(const RankPlacement& placement) {
    if (!placement.cpus.empty()) {
        if (auto refusal = set_affinity(placement.cpus)) return refusal;
        if (auto mismatch = check_affinity(placement.cpus)) return mismatch;
    }
    // A rank that is not bound keeps what it inherited: baseline is whatever the system does today.
    if (placement.memory.mode == MemoryMode::system_default) return std::nullopt;
    if (auto refusal = set_policy(placement.memory)) return refusal;
    return check_policy(placement.memory);
}

}  // namespace accelbench::topology
