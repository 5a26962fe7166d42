#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "topology/affinity.h"
#include "topology/base/child.h"
#include "topology/base/failure.h"
#include "topology/base/system_files.h"
#include "topology/base/whole.h"
#include "topology/distance_sense.h"
#include "topology/hwloc_variables.h"
#include "topology/kernel_nodes.h"
#include "topology/library_versions.h"
#include "topology/machine_hwloc.h"
#include "topology/machine_json.h"
#include "topology/mempolicy.h"

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

constexpr std::string_view refusal = "can't read a topology from";

[[noreturn]] void refuse(const std::string& text, const std::string& cause, const std::string& remedy) {
    throw Failure(Failure::Kind::usage, fmt::format("{} '{}': {}; {}", refusal, text, cause, remedy));
}

constexpr auto xml_remedy = "give an XML file written by `lstopo --of xml`";

void check_readable(const std::string& path) {
    if (std::error_code unknown; std::filesystem::is_directory(path, unknown))
        refuse(path, "it is a directory", xml_remedy);
    if (!std::ifstream(path))
        refuse(path, fmt::format("it can't be opened ({})", std::strerror(errno)), xml_remedy);
}

/// The number before the dot in <topology version="3.0">; 0 where none is said: hwloc 1 wrote none.
int xml_version(const std::string& path) {
    std::string text(4096, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    constexpr std::string_view tag = "<topology", attribute = "version=\"";
    const auto at = text.find(tag);
    const auto end = text.find('>', at);
    const auto said = text.find(attribute, std::min(at, text.size()));
    int version = 0;
    if (at == std::string::npos || said == std::string::npos || said > end) return version;
    const char* digits = text.data() + said + attribute.size();
    std::from_chars(digits, text.data() + text.size(), version);
    return version;
}

/// Format 3 is read by hwloc 3 and later only, whose own words about it go to a debugger.
void check_format(const std::string& path) {
    constexpr int newest = (HWLOC_API_VERSION >> 16) & 0xff;
    const int version = xml_version(path);
    if (version > newest)
        refuse(path,
               fmt::format("it has the XML format of hwloc {}, and this accelbench was built with hwloc {}",
                           version, HWLOC_VERSION),
               fmt::format("write it with `lstopo --of xml` of hwloc {}", newest));
}

void use_xml_file(hwloc_topology_t topology, const std::string& path) {
    if (hwloc_topology_set_xml(topology, path.c_str()) != 0 || hwloc_topology_load(topology) != 0) {
        refuse(path, "the file is not hwloc XML, or it is truncated", xml_remedy);
    }
}

void use_description(hwloc_topology_t topology, const std::string& text) {
    constexpr auto remedy_text = "give an hwloc XML file or a description like 'pack:2 [numa] core:4 pu:2'";
    if (looks_like_path(text)) refuse(text, "no such file", remedy_text);
    if (text.find_first_not_of(" \t") == std::string::npos) refuse(text, "the text is empty", remedy_text);
    if (hwloc_topology_set_synthetic(topology, text.c_str()) != 0 || hwloc_topology_load(topology) != 0) {
        refuse(text, "no file has that name, and it is not a synthetic description that hwloc understands",
               remedy_text);
    }
}

Machine read_with_hwloc(const std::string& text, bool is_file) {
    const auto topology = new_topology();
    if (is_file) {
        use_xml_file(topology.get(), text);
    } else {
        use_description(topology.get(), text);
    }
    return machine_of(topology.get(), allowed_cpus(topology.get()));
}

/// hwloc trusts what it reads: a damaged file makes it crash, and a short description fills the memory. Both
/// happen to a child.
Machine read_in_child(const std::string& text, bool is_file) {
    constexpr ChildLimits limits{
        .seconds = 60, .cpu_seconds = 10, .memory_bytes = std::size_t{2} << 30, .quiet = true};
    const auto answer = ask_child([&] { return machine_to_text(read_with_hwloc(text, is_file)); }, limits);
    if (answer.error.starts_with(refusal)) throw Failure(Failure::Kind::usage, answer.error);
    if (!answer.error.empty())
        refuse(text, fmt::format("hwloc was asked to read it, and {}", answer.error),
               is_file ? xml_remedy : "describe a machine that exists");
    return machine_from_text(answer.text, fmt::format("can't use the topology of '{}': ", text));
}

/// What only the running kernel knows of memory policies: the modes that it is too old for, and the nodes'
/// weights.
void ask_kernel(Machine& machine) {
    machine.refused_modes = refused_memory_modes();
    for (NumaNode& node : machine.nodes) {
        const auto file = fmt::format("/sys/kernel/mm/mempolicy/weighted_interleave/node{}", node.index);
        node.interleave_weight = whole<int>(number_in(read_system_file(file)).value_or(0));
    }
}

}  // namespace

Machine this_machine() {
    const HwlocVariablesHidden hidden;
    const auto topology = new_topology();
    if (hwloc_topology_load(topology.get()) != 0) {
        throw Failure(Failure::Kind::environment,
                      fmt::format("hwloc can't read this machine ({}): are /sys and /proc mounted?",
                                  std::strerror(errno)));
    }
    auto usable = allowed_cpus(topology.get());
    if (const auto mask = affinity_mask()) usable = usable.intersect(*mask);
    auto machine = machine_of(topology.get(), usable);
    machine.is_this_system = true;
    complete_from_kernel(machine, read_kernel_machine());
    ask_kernel(machine);
    machine.distance_trouble = why_no_distances(machine);
    machine.source = "this machine";
    return machine;
}

std::string library_versions() { return "hwloc " HWLOC_VERSION ", libnuma " ACCELBENCH_LIBNUMA_VERSION; }

Machine machine_from(const std::string& text) {
    const HwlocVariablesHidden hidden;
    std::error_code error;
    const bool is_file = std::filesystem::exists(text, error);
    if (error && looks_like_path(text)) refuse(text, error.message(), xml_remedy);
    if (is_file) {
        check_readable(text);
        check_format(text);
    }
    auto machine = read_in_child(text, is_file);
    machine.is_this_system = false;
    machine.distance_trouble = why_no_distances(machine);
    machine.source = text;
    return machine;
}

}  // namespace accelbench::topology
