#include <algorithm>

#include "harness/launch/launcher.h"

namespace accelbench::launch {
namespace {

void append(std::vector<std::string>& tokens, std::initializer_list<std::string> more) {
    tokens.insert(tokens.end(), more);
}

/// The machines by name, also a single one: left to itself mpirun goes on to the next machine of a default
/// hostfile or an allocation once it holds the first for full. "" in an allocation, whose nodes mpirun asks
/// for.
std::string host_list(const LaunchRequest& request) {
    const auto ranks = ":" + std::to_string(request.ranks_per_machine);
    if (request.hosts.names.empty()) return request.hosts.slurm_nodes > 0 ? "" : "localhost" + ranks;
    std::string list;
    for (int i = 0; i < request.machines; ++i)
        list += (i ? "," : "") + request.hosts.names[static_cast<std::size_t>(i)] + ranks;
    return list;
}

}  // namespace

/// Open MPI's mpirun. It binds nothing: `accelbench place` does, and proves it. On one machine messages go
/// through shared memory only, so that a stray network interface can't slow or stop them.
std::vector<std::string> openmpi_tokens(const LaunchRequest& request) {
    const auto ranks = std::to_string(request.ranks_per_machine);
    std::vector<std::string> tokens = {"mpirun"};
    if (request.as_root) tokens.push_back("--allow-run-as-root");
    append(tokens,
           {"-np", std::to_string(request.machines * request.ranks_per_machine), "--bind-to", "none"});
    append(tokens, {"--mca", "pml", "ob1"});
    if (const auto hosts = host_list(request); !hosts.empty()) append(tokens, {"--host", hosts});
    append(tokens, {"--map-by", "ppr:" + ranks + ":node:oversubscribe"});
    if (request.machines == 1) append(tokens, {"--mca", "btl", "^tcp,openib,ofi,usnic"});
    if (!request.rsh.empty()) append(tokens, {"--mca", "plm_rsh_agent", request.rsh});
    const auto tail = place_tokens(request);
    tokens.insert(tokens.end(), tail.begin(), tail.end());
    return tokens;
}

}  // namespace accelbench::launch
