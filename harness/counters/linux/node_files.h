#pragma once

#include <map>
#include <string>
#include <vector>

#include "topology/base/index_set.h"

namespace accelbench::counters {

/// Numbers N of the entries `prefix`N in `folder`, ascending: node0, node2. Empty too where the folder can't
/// be read.
std::vector<int> numbered_entries(const std::string& folder, const std::string& prefix);

/// Cpus of each node that has some, as /sys/devices/system/node says below `root`.
std::map<int, topology::CpuSet> cpus_by_node(const std::string& root);

/// The nodes that own some of `cpus`.
topology::NodeSet nodes_of(const topology::CpuSet& cpus, const std::map<int, topology::CpuSet>& by_node);

}  // namespace accelbench::counters
