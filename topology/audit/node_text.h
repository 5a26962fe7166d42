#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace accelbench::topology {

/// "64 GiB on each of 8 nodes", "node 0: 1 GiB, node 1: none"; of more than four that differ the least and
/// the most, "2 GiB (node 3) to 64 GiB (node 0) on 8 nodes".
std::string bytes_by_node_text(const std::map<int, std::uint64_t>& bytes);

}  // namespace accelbench::topology
