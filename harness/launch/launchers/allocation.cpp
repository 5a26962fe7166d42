#include "harness/launch/launchers/allocation.h"

#include <fmt/format.h>

#include <cstdlib>

#include "harness/launch/launchers/launcher.h"

namespace accelbench::launch {

std::string forget_unreachable_allocation(plan::Hosts& hosts) {
    if (hosts.slurm_nodes == 0 && hosts.slurm_nodelist.empty()) return "";
    const char* job = std::getenv("SLURM_JOB_ID");
    if (job && find_program("srun")) return "";
    const bool was_used = hosts.slurm_nodes > 0;
    hosts.slurm_nodes = 0;
    hosts.slurm_nodelist.clear();
    if (!was_used) return "";
    if (!job)
        return "SLURM_JOB_NUM_NODES is set without SLURM_JOB_ID, and ignored: only this machine is "
               "measured";
    return fmt::format(
        "inside Slurm job {}, but no srun on the PATH (a container?): only this machine is measured; --hosts "
        "names others",
        job);
}

}  // namespace accelbench::launch
