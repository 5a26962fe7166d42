#include "harness/launch/launcher.h"

namespace accelbench::launch {
namespace {

std::string first_hosts(const LaunchRequest& request) {
    std::string list;
    for (int i = 0; i < request.machines; ++i)
        list += (i ? "," : "") + request.hosts.names[static_cast<std::size_t>(i)];
    return list;
}

}  // namespace

/// Slurm's srun inside an allocation. It binds nothing (place does) and counts no cpus (the plan does, and
/// skips or marks what is oversubscribed), ends the step when one rank fails, and shares the allocation with
/// a shell that may itself be a step.
std::vector<std::string> slurm_tokens(const LaunchRequest& request) {
    std::vector<std::string> tokens = {
        "srun",
        "--mpi=pmix",
        "--nodes=" + std::to_string(request.machines),
        "--ntasks=" + std::to_string(request.machines * request.ranks_per_machine),
        "--ntasks-per-node=" + std::to_string(request.ranks_per_machine),
        "--cpu-bind=none",
        "--mem-bind=none",
        "--kill-on-bad-exit=1",
        "--overcommit",
        "--overlap"};
    if (!request.hosts.names.empty()) tokens.push_back("--nodelist=" + first_hosts(request));
    const auto tail = place_tokens(request);
    tokens.insert(tokens.end(), tail.begin(), tail.end());
    return tokens;
}

}  // namespace accelbench::launch
