#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "topology/base/index_set.h"
#include "topology/memory_mode.h"

namespace accelbench::topology {

/// `data`, `instruction` or `unified`; size in bytes; `cpus` share it.
struct Cache {
    int level = 0;
    std::string type;
    std::uint64_t size_bytes = 0;
    int line_bytes = 0;
    CpuSet cpus;
};

/// One physical core: its usable hardware threads (PUs) and the NUMA node nearest to it.
struct Core {
    int package = 0;
    int node = -1;
    CpuSet cpus;
};

/// other: CPU-less (CXL, HBM); none: a node without memory for us; gpu: of a GPU, used only when it is named.
/// A node whose cpus are merely offline, or count as another node's, is dram.
enum class MemoryKind {
    dram,
    other,
    none,
    gpu
};

struct NumaNode {
    int index = 0;                   // operating-system index, which need not be contiguous
    CpuSet cpus;                     // usable cpus only; empty on a memory-only node
    std::uint64_t memory_bytes = 0;  // total memory of the node; 0 also when a description doesn't say
    MemoryKind kind = MemoryKind::dram;
    int interleave_weight = 0;  // of weighted interleaving, as the kernel has it now; 0: it has none
    CpuSet hidden_cpus = {};    // of this node; a cgroup or an affinity mask hides them
    CpuSet offline_cpus = {};   // of this node; switched off
    CpuSet shared_cpus = {};    // the kernel lists them here and at the node that they belong to (numa=fake)
    bool from_kernel = false;   // hwloc doesn't show the node; the kernel does
};

struct Device {
    enum class Kind {
        gpu,
        nic
    };
    Kind kind = Kind::gpu;
    std::string name;    // "cuda0", "eth0", ...
    std::string bus_id;  // PCI address; "" when not on PCI
    int node = -1;       // nearest NUMA node; -1 when the system doesn't say
};

/// How fast a node's memory is from some cpus, as the firmware claims (ACPI's HMAT), not as measured;
/// nullopt: unsaid. Linux tells of each node only what its nearest cpus see
/// (/sys/devices/system/node/node*/access0).
struct MemoryPerformance {
    int target_node = 0;      // whose memory
    int initiator_node = -1;  // the one node of the cpus; -1 when they are of several, or none is usable
    CpuSet initiator_cpus;    // hidden ones too
    std::optional<std::uint64_t> read_latency_ns;
    std::optional<std::uint64_t> write_latency_ns;
    std::optional<std::uint64_t> read_bandwidth_bytes_per_second;
    std::optional<std::uint64_t> write_bandwidth_bytes_per_second;
};

/// What a machine is, as hwloc saw it. A value: it stays the same when the machine changes.
struct Machine {
    bool is_this_system = false;  // false: planning only, nothing that would bind may run
    std::string source;           // "this machine", a file's path or a synthetic description
    std::string hostname;
    std::string processor;
    int packages = 0;
    std::vector<NumaNode> nodes;  // ascending by index
    std::vector<Core> cores;      // ascending by node, then package, then first cpu; only cores with a usable cpu
    std::vector<Cache> caches;
    std::vector<Device> devices;
    /// distances[i][j]: SLIT units (10 = local) from nodes[i] to nodes[j]; empty when the machine doesn't
    /// say.
    std::vector<std::vector<std::uint64_t>> distances;
    std::vector<MemoryPerformance> memory_performance;  // ascending by target, then initiator; mostly empty
    CpuSet cpus;                                        // usable by us
    CpuSet hidden_cpus;                                 // present, but a cgroup or an affinity mask hides them
    CpuSet offline_cpus;                                // present, but switched off
    CpuSet isolated_cpus;                               // isolcpus=: the scheduler spreads nothing over them
    CpuSet tickless_cpus;                               // nohz_full=: without a timer tick while they run one thread
    std::string distance_trouble;                       // why `distances` are not believed; "" when they are
    std::vector<MemoryMode> refused_modes;              // that this kernel is too old for (tried, not guessed)

    const NumaNode* find_node(int index) const;
    NodeSet nodes_with_cpus() const;
    NodeSet nodes_with_memory() const;
    NodeSet unnamed_memory_nodes() const;  // with memory, without GPUs': what policies choose from
    NodeSet dram_nodes() const;            // what `interleave` spreads over
    /// SLIT distance by operating-system index; without a matrix that is believed 10 for the same node and 20
    /// for another.
    std::uint64_t distance(int from, int to) const;
    /// Of unnamed_memory_nodes() the farthest from `from` (ties: lowest index); `from` itself when it is the
    /// only one.
    int farthest_memory_node(int from) const;
};

/// Sets the initiator node of each entry of memory_performance from the nodes' cpus, and puts the entries in order. To
/// be called again when cpus have changed their node.
void name_initiators(Machine& machine);

/// Throws Failure(environment) when hwloc can't read this machine.
Machine this_machine();
/// `text` is the path of an hwloc XML file, or a synthetic description ("pack:2 [numa] core:4 pu:2").
/// Throws Failure(usage) with the cause when it is neither. `is_this_system` is false.
Machine machine_from(const std::string& text);

}  // namespace accelbench::topology
