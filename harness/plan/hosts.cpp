#include "harness/plan/hosts.h"

#include <fmt/format.h>

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

std::string host_name(const std::string& text, const std::string& where) {
    static const std::regex form(
        R"(\s*([A-Za-z0-9][A-Za-z0-9._-]*)(?::[0-9]+|(?:\s+(?:slots|max_slots|max-slots)\s*=\s*[0-9]+)*)\s*)");
    std::smatch match;
    if (!std::regex_match(text, match, form)) throw bad_host(where, text);
    return match[1];
}

std::vector<std::string> read_hostfile(const std::string& path) {
    std::ifstream file(path);
    if (!file)
        throw Failure(Failure::Kind::usage,
                      fmt::format("--hostfile {}: {}; give a readable file with one host a line", path,
                                  std::strerror(errno)));
    std::vector<std::string> names;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        names.push_back(host_name(line, fmt::format("--hostfile {}, line {}", path, number)));
    }
    if (names.empty())
        throw Failure(Failure::Kind::usage,
                      fmt::format("--hostfile {}: no host in it; write one host a line", path));
    return names;
}

}  // namespace

Hosts find_hosts(const SweepOptions& options) {
    Hosts hosts;
    for (const auto& host : options.hosts) hosts.names.push_back(host_name(host, "--hosts"));
    if (!options.hostfile.empty()) {
        hosts.names = read_hostfile(options.hostfile);
        hosts.hostfile = options.hostfile;
    }
    const char* nodes = std::getenv("SLURM_JOB_NUM_NODES");
    if (hosts.names.empty() && nodes) hosts.slurm_nodes = std::atoi(nodes);
    return hosts;
}

}  // namespace accelbench::plan
