#include "topology/cgroup_limits.h"

#include <sstream>
#include <vector>

#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

/// cgroup v1 writes "no limit" as the largest page-aligned number, not as a word.
constexpr double no_memory_limit = 1e18;

struct Membership {
    std::string controllers;  // "" for v2
    std::string path;
};

/// Lines "0::/user.slice" (v2) and "4:cpu,cpuacct:/docker/1f" (v1) of /proc/self/cgroup.
std::vector<Membership> memberships(const std::string& root) {
    std::vector<Membership> found;
    std::istringstream lines(read_system_file(root + "/proc/self/cgroup"));
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        found.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
    }
    return found;
}

/// `path` and its ancestors up to "". A container sees only the lower end of the path, so that some don't
/// exist.
std::vector<std::string> with_ancestors(std::string path) {
    std::vector<std::string> all;
    while (!path.empty() && path.back() == '/') path.pop_back();
    for (; !path.empty(); path.resize(path.rfind('/'))) {
        all.push_back(path);
        if (path.find('/') == std::string::npos) break;
    }
    all.push_back("");
    return all;
}

template <class Number>
void keep_smallest(Number& limit, double candidate) {
    if (candidate > 0 && (limit == 0 || candidate < static_cast<double>(limit))) {
        limit = static_cast<Number>(candidate);
    }
}

void read_v2(const std::string& folder, CgroupLimits& limits) {
    std::istringstream cpu_max(read_system_file(folder + "/cpu.max"));
    std::string quota, period;
    cpu_max >> quota >> period;
    const auto quota_us = number_in(quota);
    const auto period_us = number_in(period);
    if (quota_us && period_us && *period_us > 0)
        keep_smallest(limits.cpu_quota_cores, *quota_us / *period_us);
    keep_smallest(limits.memory_limit_bytes, number_in(read_system_file(folder + "/memory.max")).value_or(0));
}

void read_v1(const std::string& folder, CgroupLimits& limits) {
    const auto quota_us = number_in(read_system_file(folder + "/cpu.cfs_quota_us"));
    const auto period_us = number_in(read_system_file(folder + "/cpu.cfs_period_us"));
    if (quota_us && period_us && *period_us > 0)
        keep_smallest(limits.cpu_quota_cores, *quota_us / *period_us);
    const auto bytes = number_in(read_system_file(folder + "/memory.limit_in_bytes")).value_or(0);
    if (bytes < no_memory_limit) keep_smallest(limits.memory_limit_bytes, bytes);
}

}  // namespace

CgroupLimits read_cgroup_limits(const std::string& root) {
    CgroupLimits limits;
    const auto base = root + "/sys/fs/cgroup";
    for (const auto& [controllers, path] : memberships(root)) {
        for (const auto& ancestor : with_ancestors(path)) {
            if (controllers.empty()) {
                read_v2(base + ancestor, limits);
                read_v2(base + "/unified" + ancestor, limits);  // hybrid: v2 beside v1
            } else {
                read_v1(base + "/" + controllers + ancestor, limits);
            }
        }
    }
    return limits;
}

}  // namespace accelbench::topology
