#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "topology/affinity.h"
#include "topology/failure.h"
#include "topology/library_versions.h"
#include "topology/machine_hwloc.h"
#include "topology/mempolicy.h"
#include "topology/system_files.h"

namespace accelbench::topology {
namespace {

TopologyPointer new_topology() {
    hwloc_topology_t raw = nullptr;
    if (hwloc_topology_init(&raw) != 0) throw Failure(Failure::Kind::environment, "hwloc ran out of memory");
    TopologyPointer topology(raw);
    // Disallowed parts are read too: what a cgroup hides is a fact of the machine that the report must show.
    hwloc_topology_set_flags(raw,
                             HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED | HWLOC_TOPOLOGY_FLAG_IMPORT_SUPPORT);
    hwloc_topology_set_io_types_filter(raw, HWLOC_TYPE_FILTER_KEEP_IMPORTANT);
    hwloc_topology_set_icache_types_filter(raw, HWLOC_TYPE_FILTER_KEEP_ALL);
    return topology;
}

CpuSet allowed_cpus(hwloc_topology_t topology) {
    return cpus_of(hwloc_topology_get_allowed_cpuset(topology));
}

bool looks_like_path(const std::string& text) {
    return text.find('/') != std::string::npos || text.ends_with(".xml");
}

[[noreturn]] void refuse(const std::string& text, const std::string& cause, const std::string& remedy) {
    throw Failure(Failure::Kind::usage,
                  fmt::format("can't read a topology from '{}': {}; {}", text, cause, remedy));
}

void use_xml_file(hwloc_topology_t topology, const std::string& path) {
    constexpr auto kRemedy = "give an XML file written by `lstopo --of xml`";
    if (std::filesystem::is_directory(path)) refuse(path, "it is a directory", kRemedy);
    if (!std::ifstream(path))
        refuse(path, fmt::format("it can't be opened ({})", std::strerror(errno)), kRemedy);
    if (hwloc_topology_set_xml(topology, path.c_str()) != 0 || hwloc_topology_load(topology) != 0) {
        refuse(path, "the file is not hwloc XML, or it was cut off", kRemedy);
    }
}

void use_description(hwloc_topology_t topology, const std::string& text) {
    constexpr auto kRemedy = "give an hwloc XML file or a description like 'pack:2 [numa] core:4 pu:2'";
    if (looks_like_path(text)) refuse(text, "no such file", kRemedy);
    if (text.find_first_not_of(" \t") == std::string::npos) refuse(text, "the text is empty", kRemedy);
    if (hwloc_topology_set_synthetic(topology, text.c_str()) != 0 || hwloc_topology_load(topology) != 0) {
        refuse(text, "no file has that name, and it is not a synthetic description that hwloc understands",
               kRemedy);
    }
}

/// What only the running kernel knows of memory policies: the modes that it is too old for, and the nodes'
/// weights.
void ask_kernel(Machine& machine) {
    machine.refused_modes = refused_memory_modes();
    for (NumaNode& node : machine.nodes) {
        const auto file = fmt::format("/sys/kernel/mm/mempolicy/weighted_interleave/node{}", node.index);
        node.interleave_weight = static_cast<int>(number_in(read_system_file(file)).value_or(0));
    }
}

}  // namespace

Machine this_machine() {
    const auto topology = new_topology();
    if (hwloc_topology_load(topology.get()) != 0) {
        throw Failure(Failure::Kind::environment,
                      fmt::format("hwloc can't read this machine ({}): are /sys and /proc mounted?",
                                  std::strerror(errno)));
    }
    auto usable = allowed_cpus(topology.get());
    // HWLOC_XMLFILE and HWLOC_SYNTHETIC make hwloc show another machine: our own mask says nothing about that
    // one.
    const bool here = hwloc_topology_is_thissystem(topology.get()) != 0;
    if (const auto mask = affinity_mask(); here && mask) usable = usable.intersect(*mask);
    auto machine = machine_of(topology.get(), usable);
    machine.is_this_system = here;
    if (here) ask_kernel(machine);
    machine.source = here ? "this machine" : "hwloc's environment variables (HWLOC_XMLFILE, HWLOC_SYNTHETIC)";
    return machine;
}

std::string library_versions() { return "hwloc " HWLOC_VERSION ", libnuma " ACCELBENCH_LIBNUMA_VERSION; }

Machine machine_from(const std::string& text) {
    const auto topology = new_topology();
    std::error_code error;
    if (std::filesystem::exists(text, error)) {
        use_xml_file(topology.get(), text);
    } else {
        use_description(topology.get(), text);
    }
    auto machine = machine_of(topology.get(), allowed_cpus(topology.get()));
    machine.is_this_system = false;
    machine.source = text;
    return machine;
}

}  // namespace accelbench::topology
