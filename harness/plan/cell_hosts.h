#pragma once

#include <string>
#include <vector>

#include "harness/plan/hosts.h"
#include "reports/model/cell.h"

namespace accelbench::plan {

/// The hosts that were named, else the nodes of the Slurm job we run in; empty where neither says any.
std::vector<std::string> known_names(const Hosts& hosts);

/// The first `machines` of them, or all where there are fewer.
std::vector<std::string> first_names(const Hosts& hosts, int machines);

using HostNames = std::vector<std::string>;

/// The choices of `machines` hosts. One empty choice where the first hosts are taken: without --rotate-hosts, and
/// where there are fewer hosts. Throws Failure(usage) where no host is named.
std::vector<HostNames> host_choices(const SweepOptions& options, const Hosts& hosts, int machines);

/// The hosts of a cell: those that it was given, with their slots, else all.
Hosts hosts_of(const reports::Cell& cell, const Hosts& hosts);

/// A host that a cell was planned for and that is not there now, as in a session that goes on inside another
/// allocation; "" when all are.
std::string missing_host(const std::vector<reports::Cell>& cells, const Hosts& hosts);

/// "2 of 16 hosts: more than 64 choices; 16 windows of 2 neighbours instead, each host in 2", a line for each
/// such number of machines; "" where every choice is taken. For --dry-run and stderr.
std::string describe_windows(const SweepOptions& options, const Hosts& hosts);

}  // namespace accelbench::plan
