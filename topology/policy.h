#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "topology/machine.h"
#include "topology/memory_mode.h"

namespace accelbench::topology {

/// Whether the user may name the nodes of a policy, as in interleave:0,2.
enum class NamesNodes {
    never,
    one,
    several,
    must
};

/// Where the pages of a rank go, seen from its node: to all of its targets | to its own node, or the nearest
/// with memory | to one of its targets, chosen with all ranks in sight.
enum class Follows {
    targets,
    home,
    one_far_target
};

/// One row of the policy table. Adding a policy is adding a row.
struct Policy {
    std::string_view name;
    std::string_view alias;  // "" when there is none
    std::string_view memory_help;
    bool in_all = false;  // of the four that `all` means; the others are asked for by name
    bool binds_cpus = false;
    MemoryMode mode = MemoryMode::system_default;
    NamesNodes names_nodes = NamesNodes::never;
    int needs_nodes = 0;                               // how many of the nodes that `candidates` names
    std::string_view needs_what;                       // "NUMA nodes with memory", for the reason
    NodeSet (*candidates)(const Machine&);             // the nodes that the policy chooses from
    NodeSet (*target)(const Machine&, int home_node);  // where the pages of a rank at home_node go
    Follows follows = Follows::targets;
};

std::span<const Policy> policies();
const Policy* find_policy(std::string_view name_or_alias);

}  // namespace accelbench::topology
