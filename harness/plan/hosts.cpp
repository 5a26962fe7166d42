#include "harness/plan/hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <regex>

#include "topology/failure.h"

namespace accelbench::plan {
namespace {

Failure bad_host(const std::string& where, const std::string& typed) {
    return Failure(Failure::Kind::usage, fmt::format("{}: '{}' is not a host; write a name or address, alone "
                                                     "or with slots: node1, node1:8 or node1 slots=8",
                                                     where, typed));
}

struct Host {
    std::string name;
    int slots = 0;
};

Host read_host(const std::string& text, const std::string& where) {
    static const std::regex form(
        R"(\s*([A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{1,6}))?((?:\s+(?:slots|max_slots|max-slots)\s*=\s*[0-9]{1,6})*)\s*)");
    static const std::regex slots(R"(\sslots\s*=\s*([0-9]+))");
    std::smatch match, said;
    if (!std::regex_match(text, match, form)) throw bad_host(where, text);
    Host host{match[1], 0};
    const std::string attributes = match[3];
    std::string count = match[2];
    if (std::regex_search(attributes, said, slots)) count = said[1];
    if (!count.empty()) host.slots = std::stoi(count);
    if (!count.empty() && host.slots == 0)
        throw Failure(
            Failure::Kind::usage,
            fmt::format("{}: '{}' has no slots; give at least one, or leave the host away", where, text));
    return host;
}

/// Where a host stands among `names`; -1: not yet.
int place_of(const std::vector<std::string>& names, const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? -1 : static_cast<int>(at - names.begin());
}

/// A second mention of the same host is no second machine: a pair of them would be measured as a network.
void add(Hosts& hosts, const Host& host) {
    const int at = place_of(hosts.names, host.name);
    if (at < 0) {
        hosts.names.push_back(host.name);
        hosts.slots.push_back(host.slots);
        return;
    }
    auto& slots = hosts.slots[static_cast<std::size_t>(at)];
    slots = slots > 0 && host.slots > 0 ? slots + host.slots : 0;
}

/// As mpirun reads a hostfile: more lines of a host are more slots, one each; slots= in a later one
/// contradicts the lines before it.
void add_line(Hosts& hosts, const Host& host, const std::string& where) {
    const int at = place_of(hosts.names, host.name);
    if (at < 0) return add(hosts, host);
    if (host.slots > 0)
        throw Failure(
            Failure::Kind::usage,
            fmt::format("{}: {} stands in a line before, and has slots here; give them in its one line, "
                        "or a line without slots for each",
                        where, host.name));
    auto& slots = hosts.slots[static_cast<std::size_t>(at)];
    slots = std::max(slots, 1) + 1;
}

Hosts read_hostfile(const std::string& path) {
    std::ifstream file(path);
    if (!file)
        throw Failure(Failure::Kind::usage,
                      fmt::format("--hostfile {}: {}; give a readable file with one host a line", path,
                                  std::strerror(errno)));
    Hosts hosts;
    hosts.hostfile = path;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto where = fmt::format("--hostfile {}, line {}", path, number);
        add_line(hosts, read_host(line, where), where);
    }
    if (hosts.names.empty())
        throw Failure(Failure::Kind::usage,
                      fmt::format("--hostfile {}: no host in it; write one host a line", path));
    return hosts;
}

}  // namespace

Hosts find_hosts(const SweepOptions& options) {
    Hosts hosts;
    if (!options.hostfile.empty()) hosts = read_hostfile(options.hostfile);
    for (const auto& host : options.hosts) add(hosts, read_host(host, "--hosts"));
    const char* nodes = std::getenv("SLURM_JOB_NUM_NODES");
    const char* list = std::getenv("SLURM_JOB_NODELIST");
    if (hosts.names.empty() && nodes) hosts.slurm_nodes = std::atoi(nodes);
    if (nodes && list) hosts.slurm_nodelist = list;
    return hosts;
}

std::string master_address(const Hosts& hosts, int machines) {
    if (machines == 1) return "127.0.0.1";
    return hosts.names.empty() ? first_of_nodelist(hosts.slurm_nodelist) : hosts.names.front();
}

std::string first_of_nodelist(const std::string& list) {
    std::string name;
    for (std::size_t i = 0; i < list.size() && list[i] != ','; ++i) {
        if (list[i] != '[') {
            name += list[i];
            continue;
        }
        const auto end = list.find(']', i);
        const auto inside = list.substr(i + 1, end == std::string::npos ? end : end - i - 1);
        name += inside.substr(0, inside.find_first_of("-,"));
        if (end == std::string::npos) break;
        i = end;
    }
    return name;
}

}  // namespace accelbench::plan
