#pragma once

#include <string>
#include <vector>

namespace accelbench::plan {

/// The names of a list as Slurm writes it: "node[08-10,20]-ib,x" -> node08-ib, node09-ib, node10-ib,
/// node20-ib, x. Several brackets in a name multiply, the last one fastest, as for `scontrol show hostnames`;
/// numbers keep their leading zeros. Empty for a list that is not closed, has a range that runs backwards, or
/// names more than 65536 machines or one of more than 253 letters.
std::vector<std::string> expand_nodelist(const std::string& list);

}  // namespace accelbench::plan
