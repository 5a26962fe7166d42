#include "harness/plan/rotation.h"

#include <algorithm>
#include <numeric>

namespace accelbench::plan {
namespace {

/// n over k, or `limit` + 1 as soon as it is above `limit`: the number itself overflows from 68 hosts on.
std::size_t number_of_choices(int n, int k, std::size_t limit) {
    std::size_t count = 1;
    for (int i = 1; i <= std::min(k, n - k); ++i) {
        count = count * static_cast<std::size_t>(n - i + 1) / static_cast<std::size_t>(i);
        if (count > limit) return limit + 1;
    }
    return count;
}

/// The next choice in lexical order; false behind the last.
bool advance(std::vector<int>& choice, int hosts) {
    const int size = static_cast<int>(choice.size());
    int at = size - 1;
    while (at >= 0 && choice[static_cast<std::size_t>(at)] == hosts - size + at) --at;
    if (at < 0) return false;
    std::iota(choice.begin() + at, choice.end(), choice[static_cast<std::size_t>(at)] + 1);
    return true;
}

std::vector<int> window(int start, int machines, int hosts) {
    std::vector<int> choice(static_cast<std::size_t>(machines));
    for (int i = 0; i < machines; ++i) choice[static_cast<std::size_t>(i)] = (start + i) % hosts;
    std::sort(choice.begin(), choice.end());
    return choice;
}

}  // namespace

HostChoices choose_hosts(int hosts, int machines, std::size_t limit) {
    HostChoices found;
    found.windows = number_of_choices(hosts, machines, limit) > limit;
    if (found.windows) {
        for (int start = 0; start < hosts; ++start) found.choices.push_back(window(start, machines, hosts));
        return found;
    }
    std::vector<int> choice = window(0, machines, hosts);
    do found.choices.push_back(choice);
    while (advance(choice, hosts));
    return found;
}

}  // namespace accelbench::plan
