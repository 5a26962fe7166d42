#include "bench/message/neighbours.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "topology/base/this_host.h"

namespace accelbench::bench::message {
namespace {

/// A rank without a word gets one of its own.
std::vector<std::string> with_own_words(std::span<const std::string> words) {
    std::vector<std::string> named(words.begin(), words.end());
    for (std::size_t rank = 0; rank < named.size(); ++rank)
        if (named[rank].empty()) named[rank] = fmt::format("rank {}", rank);
    return named;
}

}  // namespace

std::string machine_word() {
    struct stat space = {};
    const auto host = host_name(), boot = boot_id();
    if (host.empty() || boot.empty()) return "";
    if (stat("/proc/self/ns/pid", &space) != 0) return "";
    return fmt::format("{} {} {}", host, boot, space.st_ino);
}

Neighbours find_neighbours(std::span<const std::string> words, int rank) {
    const auto named = with_own_words(words);
    std::map<std::string, std::vector<int>> machines;
    Neighbours found;
    for (int other = 0; other < static_cast<int>(named.size()); ++other) {
        auto& ranks = machines[named[static_cast<std::size_t>(other)]];
        if (ranks.empty()) found.leaders.push_back(other);
        ranks.push_back(other);
        found.most_on_a_machine = std::max(found.most_on_a_machine, static_cast<int>(ranks.size()));
    }
    found.here = machines.at(named[static_cast<std::size_t>(rank)]);
    const auto place = [](const std::vector<int>& list, int one) {
        return static_cast<int>(std::find(list.begin(), list.end(), one) - list.begin());
    };
    found.me = place(found.here, rank);
    found.machine = place(found.leaders, found.here.front());
    return found;
}

}  // namespace accelbench::bench::message
