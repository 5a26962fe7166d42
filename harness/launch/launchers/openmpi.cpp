#include <algorithm>

#include "harness/launch/launchers/launcher.h"

namespace accelbench::launch {
namespace {

using Tokens = std::vector<std::string>;

void append(Tokens& tokens, std::initializer_list<std::string> more) {
    tokens.insert(tokens.end(), more);
}

std::string before_dot(const std::string& name) { return name.substr(0, name.find('.')); }

/// "n1.here" and "n1.there", which mpirun takes for one machine unless it is told otherwise. Addresses it
/// knows.
bool differ_behind_the_dot(const plan::Hosts& hosts, int machines) {
    constexpr auto of_addresses = "0123456789.";
    Tokens stems;
    for (int i = 0; i < machines && i < static_cast<int>(hosts.names.size()); ++i) {
        const auto& name = hosts.names[static_cast<std::size_t>(i)];
        if (name.find_first_not_of(of_addresses) != std::string::npos) stems.push_back(before_dot(name));
    }
    std::sort(stems.begin(), stems.end());
    return std::adjacent_find(stems.begin(), stems.end()) != stems.end();
}

/// The machines by name, also a single one: left to itself mpirun goes on to the next machine of a default
/// hostfile or an allocation once it holds the first for full. None in an allocation, whose nodes mpirun asks
/// for.
Tokens machines_of(const LaunchRequest& request) {
    const auto ranks = ":" + std::to_string(request.ranks_per_machine);
    if (request.here) return {"--host", "localhost" + ranks};
    if (const auto file = machine_file(request)) return {"--hostfile", file->path};
    if (request.hosts.names.empty())
        return request.hosts.slurm_nodes > 0 ? Tokens{} : Tokens{"--host", "localhost" + ranks};
    std::string list;
    for (int i = 0; i < request.machines; ++i)
        list += (i ? "," : "") + request.hosts.names[static_cast<std::size_t>(i)] + ranks;
    return {"--host", list};
}

/// Nothing but this machine: mpirun asks no job around it, which may know this machine by another name or not
/// at all, and needs no ssh. Open MPI 4 has a way to start ranks for this (plm isolated) and insists on an
/// agent for all others; Open MPI 5 starts local ranks itself when there is no other way.
Tokens only_here(const LaunchRequest& request) {
    if (request.major < 5)
        return {"--mca", "plm", "isolated", "--mca", "ras", "^slurm,tm,lsf,gridengine,alps,loadleveler"};
    return {"--prtemca", "plm", "^ssh,slurm,lsf,tm,pals",
            "--prtemca", "ras", "^slurm,pbs,tm,lsf,gridengine,flux,pals"};
}

Tokens ways_to_reach(const LaunchRequest& request) {
    if (request.here) return only_here(request);
    const bool old = request.major < 5;
    Tokens tokens;
    if (!request.rsh.empty())
        append(tokens, {old ? "--mca" : "--prtemca", old ? "plm_rsh_agent" : "plm_ssh_agent", request.rsh});
    if (differ_behind_the_dot(request.hosts, request.machines))
        append(tokens, {old ? "--mca" : "--prtemca",
                        old ? "orte_keep_fqdn_hostnames" : "prte_keep_fqdn_hostnames", "1"});
    return tokens;
}

}  // namespace

std::optional<MachineFile> machine_file(const LaunchRequest& request) {
    const auto& hosts = request.hosts;
    if (request.here || hosts.users_of_first(request.machines) == 0) return std::nullopt;
    MachineFile file{request.trial_file.substr(0, request.trial_file.rfind('/') + 1) + "machines", ""};
    for (int i = 0; i < request.machines; ++i)
        file.text += hosts.login(i) + " slots=" + std::to_string(request.ranks_per_machine) + "\n";
    return file;
}

/// Open MPI's mpirun. It binds nothing: `accelbench place` does, and proves it. On one machine messages go
/// through shared memory only, so that a stray network interface can't slow or stop them.
Tokens openmpi_tokens(const LaunchRequest& request) {
    const auto ranks = std::to_string(request.ranks_per_machine);
    Tokens tokens = {"mpirun"};
    const auto add = [&](const Tokens& more) { tokens.insert(tokens.end(), more.begin(), more.end()); };
    if (request.as_root) tokens.push_back("--allow-run-as-root");
    append(tokens,
           {"-np", std::to_string(request.machines * request.ranks_per_machine), "--bind-to", "none"});
    append(tokens, {"--mca", "pml", "ob1"});
    add(machines_of(request));
    append(tokens, {"--map-by", "ppr:" + ranks + ":node:oversubscribe"});
    if (request.machines == 1) append(tokens, {"--mca", "btl", "^tcp,openib,ofi,usnic"});
    add(ways_to_reach(request));
    for (const auto& name : request.pass_on)
        if (request.machines > 1) append(tokens, {"-x", name});
    add(place_tokens(request));
    return tokens;
}

}  // namespace accelbench::launch
