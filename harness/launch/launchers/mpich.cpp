#include "harness/launch/launchers/launcher.h"

namespace accelbench::launch {

/// Hydra's mpiexec, of MPICH and its kin. It binds nothing: `accelbench place` does, and proves it. Inside a
/// Slurm allocation it asks for the nodes itself; -ppn fills them in order.
std::vector<std::string> mpich_tokens(const LaunchRequest& request) {
    const auto ranks = std::to_string(request.ranks_per_machine);
    std::vector<std::string> tokens = {
        "mpiexec.hydra", "-n", std::to_string(request.machines * request.ranks_per_machine), "-ppn", ranks,
        "-bind-to", "none"};
    std::string hosts = request.hosts.slurm_nodes > 0 ? "" : "localhost:" + ranks;
    for (int i = 0; i < request.machines && !request.hosts.names.empty(); ++i)
        hosts = (i ? hosts + "," : "") + request.hosts.login(i) + ":" + ranks;
    if (request.here) hosts = "localhost:" + ranks;
    if (!hosts.empty()) tokens.insert(tokens.end(), {"-hosts", hosts});
    if (!request.rsh.empty() && !request.here)
        tokens.insert(tokens.end(), {"-launcher", "ssh", "-launcher-exec", request.rsh});
    const auto tail = place_tokens(request);
    tokens.insert(tokens.end(), tail.begin(), tail.end());
    return tokens;
}

}  // namespace accelbench::launch
