#pragma once

#include <string>
#include <vector>

#include "topology/policy_choice.h"

namespace accelbench::arguments {

/// "<nodes>" as --help shows it behind a policy's name: "", "[:NODE]", "[:NODES]" or ":NODES".
std::string nodes_help(const topology::Policy& policy);

/// Reads "local,bind:0,2,remote" or "all", each once: an item that starts with a digit goes on with the nodes
/// of the one before, as numactl writes them. Throws Failure(usage) naming `option` and what was typed.
std::vector<topology::PolicyChoice> parse_policies(const std::string& option, const std::string& text);

/// Reads "weights=interleave,optimizer=local,staging=node:1"; what it does not name goes the way of `rest`,
/// which is local unless named. Throws like parse_policies.
topology::PolicyChoice parse_classes(const std::string& option, const std::string& text);

}  // namespace accelbench::arguments
