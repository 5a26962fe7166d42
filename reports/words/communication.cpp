#include "reports/words/communication.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

constexpr const char* nothing = "nothing that Linux shows";

std::map<std::string, int> ranks_by_host(const Trial& trial) {
    std::map<std::string, int> hosts;
    for (const RankFacts& rank : trial.ranks) ++hosts[rank.host];
    return hosts;
}

/// Of all ranks together.
topology::Channels channels_of(const Trial& trial) {
    topology::Channels all;
    for (const RankFacts& rank : trial.ranks) {
        if (!rank.channels) continue;
        all.shared_memory.insert(rank.channels->shared_memory.begin(), rank.channels->shared_memory.end());
        all.tcp_to_machines.insert(rank.channels->tcp_to_machines.begin(),
                                   rank.channels->tcp_to_machines.end());
        all.tcp_to_itself.insert(rank.channels->tcp_to_itself.begin(), rank.channels->tcp_to_itself.end());
        all.devices.insert(rank.channels->devices.begin(), rank.channels->devices.end());
    }
    return all;
}

std::string one_way(const SumsTaken& taken) {
    const std::string least = bytes_text(taken.least_bytes), most = bytes_text(taken.most_bytes);
    return fmt::format("{}: {} of {}", taken.variant, plural(taken.sums, "sum", "sums"),
                       least == most ? least : least + " to " + most);
}

std::string joined(const std::vector<std::string>& ways) { return ways.empty() ? nothing : join(ways); }

}  // namespace

std::string taken_text(const Communication& communication) {
    std::vector<std::string> ways;
    for (const SumsTaken& taken : communication.taken) ways.push_back(one_way(taken));
    return ways.empty() ? "no sums" : join(ways, "; ");
}

std::string sum_seconds_text(const Trial& trial) {
    std::optional<SumSeconds> longest;
    for (const RankFacts& rank : trial.ranks)
        if (rank.sum_seconds && (!longest || rank.sum_seconds->exposed > longest->exposed))
            longest = rank.sum_seconds;
    if (!longest) return "-";
    return fmt::format("exposed {}, between layers of the backward pass {}", time_text(longest->exposed),
                       time_text(longest->between));
}

std::string inside_text(const Trial& trial) {
    const auto hosts = ranks_by_host(trial);
    if (std::none_of(hosts.begin(), hosts.end(), [](const auto& host) { return host.second > 1; }))
        return "-";
    const auto channels = channels_of(trial);
    std::vector<std::string> ways;
    if (!channels.shared_memory.empty())
        ways.push_back(fmt::format("shared memory ({})",
                                   join({channels.shared_memory.begin(), channels.shared_memory.end()})));
    if (!channels.tcp_to_itself.empty()) ways.emplace_back("TCP");
    return joined(ways);
}

std::string between_text(const Trial& trial) {
    if (ranks_by_host(trial).size() < 2) return "-";
    const auto channels = channels_of(trial);
    std::vector<std::string> ways(channels.devices.begin(), channels.devices.end());
    if (!channels.tcp_to_machines.empty()) ways.insert(ways.begin(), "TCP");
    return joined(ways);
}

}  // namespace accelbench::reports
