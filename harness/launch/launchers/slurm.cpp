#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/launch/launchers/launcher.h"
#include "harness/plan/cell_hosts.h"

namespace accelbench::launch {
/// Slurm's srun inside an allocation. It binds nothing (place does) and counts no cpus (the plan does, and
/// skips or marks what is oversubscribed), ends the step when one rank fails, and shares the allocation with
/// a shell that may itself be a step. Nodes are named also where nobody named them: left to itself srun
/// passes over one that was lost, and ranks would run elsewhere than planned.
std::vector<std::string> slurm_tokens(const LaunchRequest& request) {
    std::vector<std::string> tokens = {
        "srun",
        "--mpi=" + request.slurm_mpi,
        "--nodes=" + std::to_string(request.machines),
        "--ntasks=" + std::to_string(request.machines * request.ranks_per_machine),
        "--ntasks-per-node=" + std::to_string(request.ranks_per_machine),
        "--cpu-bind=none",
        "--mem-bind=none",
        "--kill-on-bad-exit=1",
        "--overcommit",
        "--overlap"};
    const auto names = plan::first_names(request.hosts, request.machines);
    if (!names.empty()) tokens.push_back(fmt::format("--nodelist={}", fmt::join(names, ",")));
    const auto tail = place_tokens(request);
    tokens.insert(tokens.end(), tail.begin(), tail.end());
    return tokens;
}

}  // namespace accelbench::launch
