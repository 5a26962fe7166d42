#include <algorithm>

#include "harness/launch/launcher.h"

namespace accelbench::launch {
namespace {

void append(std::vector<std::string>& tokens, std::initializer_list<std::string> more) {
    tokens.insert(tokens.end(), more);
}

void add_hosts(std::vector<std::string>& tokens, const LaunchRequest& request) {
    const auto ranks = std::to_string(request.ranks_per_machine);
    std::string list;
    for (int i = 0; i < request.machines; ++i)
        list += (i ? "," : "") + request.hosts.names[static_cast<std::size_t>(i)] + ":" + ranks;
    append(tokens, {"--host", list, "--map-by", "ppr:" + ranks + ":node:oversubscribe"});
}

}  // namespace

/// Open MPI's mpirun. It binds nothing: `accelbench place` does, and proves it. On one machine messages go
/// through shared memory only, so that a stray network interface can't slow or stop them.
std::vector<std::string> openmpi_tokens(const LaunchRequest& request) {
    std::vector<std::string> tokens = {"mpirun"};
    if (request.as_root) tokens.push_back("--allow-run-as-root");
    append(tokens,
           {"-np", std::to_string(request.machines * request.ranks_per_machine), "--bind-to", "none"});
    append(tokens, {"--mca", "pml", "ob1"});
    if (request.machines == 1)
        append(tokens, {"--oversubscribe", "--mca", "btl", "^tcp,openib,ofi,usnic"});
    else if (!request.hosts.names.empty())
        add_hosts(tokens, request);
    const auto tail = place_tokens(request);
    tokens.insert(tokens.end(), tail.begin(), tail.end());
    return tokens;
}

}  // namespace accelbench::launch
