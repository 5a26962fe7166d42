#include "harness/plan/hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>

#include "harness/plan/host_line.h"
#include "topology/base/failure.h"
#include "topology/base/text_file.h"

namespace accelbench::plan {
namespace {

constexpr std::size_t most_hosts = 65536;  // as many machines as --num-machines takes
constexpr int most_slots = 1 << 20;        // of a host: more mean nothing

/// Hosts as they are read, found by name however many there are.
class HostList {
  public:
    explicit HostList(Hosts hosts) : hosts_(std::move(hosts)) {
        for (std::size_t i = 0; i < hosts_.names.size(); ++i) places_[key_of(hosts_.names[i])] = i;
    }

    Hosts take() { return std::move(hosts_); }

    /// A second mention of the same host is no second machine: a pair of them would be measured as a network.
    void add(const HostLine& host, const std::string& where) {
        auto* slots = slots_of(host, where);
        if (slots == nullptr) return append(host, where);
        *slots = *slots > 0 && host.slots > 0 ? std::min(*slots + host.slots, most_slots) : 0;
    }

    /// As mpirun reads a hostfile: more lines of a host are more slots, one each; slots= in a later one
    /// contradicts the lines before it.
    void add_line(const HostLine& host, const std::string& where) {
        auto* slots = slots_of(host, where);
        if (slots == nullptr) return append(host, where);
        if (host.slots > 0)
            throw Failure(
                Failure::Kind::usage,
                fmt::format("{}: {} appears on an earlier line, and has slots here; give them in its one line, "
                            "or a line without slots for each",
                            where, host.name));
        *slots = std::max(*slots, 1) + 1;
    }

  private:
    /// Host names have no case.
    static std::string key_of(std::string name) {
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        return name;
    }

    /// nullptr: not named yet.
    int* slots_of(const HostLine& host, const std::string& where) {
        const auto at = places_.find(key_of(host.name));
        if (at == places_.end()) return nullptr;
        if (hosts_.users[at->second] != host.user)
            throw Failure(
                Failure::Kind::usage,
                fmt::format("{}: {} appears on an earlier line, with another user; give one user for a host",
                            where, host.name));
        return &hosts_.slots[at->second];
    }

    void append(const HostLine& host, const std::string& where) {
        if (hosts_.names.size() >= most_hosts)
            throw Failure(Failure::Kind::usage,
                          fmt::format("{}: more than {} hosts; name those to measure", where, most_hosts));
        places_[key_of(host.name)] = hosts_.names.size();
        hosts_.names.push_back(host.name);
        hosts_.slots.push_back(host.slots);
        hosts_.users.push_back(host.user);
    }

    Hosts hosts_;
    std::unordered_map<std::string, std::size_t> places_;
};

std::string text_of(const std::string& path) {
    try {
        return topology::read_text_file(path, topology::most_list_bytes);
    } catch (const topology::Unreadable& unreadable) {
        throw Failure(Failure::Kind::usage,
                      fmt::format("--hostfile {}: {}; give a readable file with one host per line", path,
                                  unreadable.what()));
    }
}

Hosts read_hostfile(const std::string& path) {
    std::istringstream file(text_of(path));
    HostList list(Hosts{});
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto where = fmt::format("--hostfile {}, line {}", path, number);
        list.add_line(read_host(line, where), where);
    }
    auto hosts = list.take();
    if (hosts.names.empty())
        throw Failure(Failure::Kind::usage,
                      fmt::format("--hostfile {}: no host in it; write one host per line", path));
    return hosts;
}

}  // namespace

Hosts find_hosts(const SweepOptions& options) {
    Hosts hosts;
    if (!options.hostfile.empty()) hosts = read_hostfile(options.hostfile);
    HostList named(std::move(hosts));
    for (const auto& host : options.hosts) named.add(read_host(host, "--hosts"), "--hosts");
    hosts = named.take();
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
