#pragma once

#include <cstddef>
#include <vector>

namespace accelbench::plan {

/// More choices than this make a sweep too long.
constexpr std::size_t most_host_choices = 64;

/// Which hosts a cell of m machines takes: each inner list holds m indices, ascending, so that rank 0 stands
/// where every launcher puts it, on the first of the list.
struct HostChoices {
    std::vector<std::vector<int>> choices;
    bool windows = false;  // a balanced part of all choices, because there are too many
};

/// All choices of `machines` out of `hosts`; where these are more than `limit`, the windows of as many
/// neighbours in a ring: one a host, and each host in as many as the others. Needs 1 <= machines <= hosts.
HostChoices choose_hosts(int hosts, int machines, std::size_t limit = most_host_choices);

}  // namespace accelbench::plan
