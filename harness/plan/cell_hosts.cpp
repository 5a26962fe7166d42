#include "harness/plan/cell_hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "harness/plan/nodelist.h"
#include "harness/plan/rotation.h"
#include "topology/base/failure.h"

namespace accelbench::plan {
namespace {

std::vector<std::string> names_to_rotate(const Hosts& hosts) {
    auto names = known_names(hosts);
    if (names.empty())
        throw Failure(Failure::Kind::usage,
                      "--rotate-hosts: no hosts to choose from; give --hosts or --hostfile, or run inside a Slurm "
                      "allocation that sets SLURM_JOB_NODELIST");
    return names;
}

HostNames chosen(const HostNames& names, const std::vector<int>& choice) {
    HostNames hosts;
    for (const int host : choice) hosts.push_back(names[static_cast<std::size_t>(host)]);
    return hosts;
}

}  // namespace

std::string Hosts::login(int index) const {
    const auto at = static_cast<std::size_t>(index);
    const auto& name = names.at(at);
    return at < users.size() && !users[at].empty() ? users[at] + "@" + name : name;
}

int Hosts::users_of_first(int machines) const {
    const auto first = users.begin() + std::min<std::ptrdiff_t>(machines, std::ssize(users));
    return static_cast<int>(
        std::count_if(users.begin(), first, [](const auto& user) { return !user.empty(); }));
}

std::vector<std::string> known_names(const Hosts& hosts) {
    return hosts.names.empty() ? expand_nodelist(hosts.slurm_nodelist) : hosts.names;
}

std::vector<std::string> first_names(const Hosts& hosts, int machines) {
    auto names = known_names(hosts);
    names.resize(std::min(names.size(), static_cast<std::size_t>(machines)));
    return names;
}

std::vector<HostNames> host_choices(const SweepOptions& options, const Hosts& hosts, int machines) {
    if (!options.rotate_hosts) return {{}};
    const auto names = names_to_rotate(hosts);
    const int all = static_cast<int>(names.size());
    if (machines > all) return {{}};
    std::vector<HostNames> choices;
    for (const auto& choice : choose_hosts(all, machines).choices) choices.push_back(chosen(names, choice));
    return choices;
}

Hosts hosts_of(const reports::Cell& cell, const Hosts& hosts) {
    if (cell.hosts.empty()) return hosts;
    Hosts chosen = hosts;
    chosen.names = cell.hosts;
    chosen.slots.clear();
    chosen.users.clear();
    for (const auto& name : cell.hosts) {
        const auto at = std::find(hosts.names.begin(), hosts.names.end(), name) - hosts.names.begin();
        const bool said = at < static_cast<std::ptrdiff_t>(hosts.slots.size());
        chosen.slots.push_back(said ? hosts.slots[static_cast<std::size_t>(at)] : 0);
        const bool has_user = at < static_cast<std::ptrdiff_t>(hosts.users.size());
        chosen.users.push_back(has_user ? hosts.users[static_cast<std::size_t>(at)] : "");
    }
    return chosen;
}

std::string missing_host(const std::vector<reports::Cell>& cells, const Hosts& hosts) {
    const auto there = known_names(hosts);
    for (const auto& cell : cells)
        for (const auto& name : cell.hosts)
            if (std::find(there.begin(), there.end(), name) == there.end()) return name;
    return "";
}

std::string describe_windows(const SweepOptions& options, const Hosts& hosts) {
    if (!options.rotate_hosts) return "";
    const int all = static_cast<int>(names_to_rotate(hosts).size());
    std::string text;
    for (const int machines : options.num_machines) {
        if (machines > all || !choose_hosts(all, machines).windows) continue;
        text += fmt::format(
            "{0} of {1} hosts: more than {2} choices; {1} windows of {0} neighbours instead, each host in "
            "{0}\n",
            machines, all, most_host_choices);
    }
    return text;
}

}  // namespace accelbench::plan
