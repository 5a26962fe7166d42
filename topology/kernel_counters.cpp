#include "topology/kernel_counters.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "topology/base/system_files.h"
#include "topology/environment.h"

namespace accelbench::topology {
namespace {

constexpr std::array<std::string_view, 5> exact{"numa_hit", "numa_miss", "numa_foreign", "numa_interleave",
                                                "numa_pages_migrated"};
constexpr std::array<std::string_view, 3> prefixes{"pgpromote", "pgdemote", "thp_"};

bool is_wanted(std::string_view key) {
    return std::find(exact.begin(), exact.end(), key) != exact.end() ||
           std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return key.starts_with(prefix); });
}

}  // namespace

std::map<std::string, std::uint64_t> parse_vmstat(const std::string& text) {
    std::map<std::string, std::uint64_t> counters;
    std::istringstream lines(text);
    std::string key;
    for (std::uint64_t value = 0; lines >> key >> value;) counters[key] = value;
    return counters;
}

std::optional<std::uint64_t> parse_steal_ticks(const std::string& stat) {
    std::istringstream line(stat.substr(0, stat.find('\n')));
    std::string name;
    line >> name;
    if (name != "cpu") return std::nullopt;
    std::uint64_t ticks = 0;
    for (int field = 0; field < 8; ++field) {
        if (!(line >> ticks)) return std::nullopt;
    }
    return ticks;
}

std::map<std::string, std::uint64_t> read_kernel_counters(const std::string& root) {
    auto counters = parse_vmstat(read_system_file(root + "/proc/vmstat"));
    std::erase_if(counters, [](const auto& counter) { return !is_wanted(counter.first); });
    if (const auto ticks = parse_steal_ticks(read_system_file(root + "/proc/stat")))
        counters["steal_ticks"] = *ticks;
    return counters;
}

std::map<std::string, std::uint64_t> counter_deltas(const std::map<std::string, std::uint64_t>& before,
                                                    const std::map<std::string, std::uint64_t>& after) {
    std::map<std::string, std::uint64_t> deltas;
    for (const auto& [key, value] : after) {
        const auto at = before.find(key);
        if (at == before.end()) continue;
        // A cpu that went offline takes its part of a sum with it: a huge wrapped number would read as a
        // storm.
        deltas[key] = value >= at->second ? value - at->second : 0;
    }
    return deltas;
}

}  // namespace accelbench::topology
