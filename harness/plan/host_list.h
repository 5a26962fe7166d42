#pragma once

#include <string>
#include <vector>

namespace accelbench::plan {

/// The hosts of --hosts, between commas, as they were typed: "a:8,node[01-02]:4" -> a:8, node01:4, node02:4.
/// What only looks like a list of Slurm's stays as it is, for read_host to refuse. Empty for blanks and commas
/// alone.
std::vector<std::string> split_hosts(const std::string& text);

}  // namespace accelbench::plan
