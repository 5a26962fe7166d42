#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace accelbench::counters {

/// Folders of the resctrl file system that hold the same counters of one last-level cache, or of one
/// sub-NUMA node of it, for each group of tasks.
struct MonitorDomain {
    std::optional<int> node;           // nullopt: the cache's cpus are of several nodes
    std::vector<std::string> folders;  // one a group; their sum is the whole machine's
};

struct ResctrlTree {
    std::vector<MonitorDomain> domains;
    bool splits_caches =
        false;                 // a cache serves several nodes (sub-NUMA clustering), and the kernel tells them apart
    bool mixes_nodes = false;  // the same, and it doesn't
    std::string reason;        // why there are no domains; "" otherwise
};

/// The tree below `root`/sys/fs/resctrl. The monitor data of the root group and of each control group cover
/// the monitor groups inside of them already (Linux, Documentation/filesystems/resctrl.rst, "mon_data"):
/// those are not added again.
ResctrlTree read_resctrl_tree(const std::string& root);

}  // namespace accelbench::counters
