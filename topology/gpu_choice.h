#pragma once

#include <map>
#include <string>

#include "topology/machine.h"

namespace accelbench::topology {

/// Hands out GPUs: of those nearest to a rank's home node the one that was handed out least (ties: listed
/// first). When the system does not say where some GPU is, "nearest" would be a guess, and all take turns.
class GpuChoice {
  public:
    explicit GpuChoice(const Machine& machine);
    /// The name of the next rank's GPU; "" without GPUs. `home_node` -1 (an unbound rank): all take turns.
    std::string next(int home_node);

  private:
    const Machine& machine_;
    std::map<const Device*, int> ranks_by_gpu_;
    bool all_nodes_known_ = true;
};

}  // namespace accelbench::topology
