#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace accelbench::topology {

/// Bytes that programs could have now, by node: free ones, and those that only caches of files hold (the
/// kernel drops these when asked for memory; without them an idle file server would seem full). A node of
/// which the system says nothing is left out; a kernel without NUMA has all on node 0. `root` as for
/// read_environment.
std::map<int, std::uint64_t> read_free_memory(const std::string& root = "");

}  // namespace accelbench::topology
