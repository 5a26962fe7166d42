#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What one counter says of the measured steps of one launch, over all of its ranks and machines.
struct LaunchCount {
    std::optional<double> total;    // nullopt: see `reason`
    std::vector<double> by_phase;   // in the cell's phase order; empty: somebody does not tell phases apart
    std::map<int, double> by_node;  // nodes of one number added up over machines
    /// What of by_node belongs to the one node that each rank may run on; nullopt: a rank may run on several,
    /// or nodes are not told apart.
    std::optional<double> own_node;
    double counted_share = 1;  // the least of any rank
    int readers = 0;           // ranks that it was read by: each one, or one a machine
    std::string reason;
};

/// Counters of threads and processes are added up over ranks, those of sockets, control groups and systems
/// over machines, each of which has one rank that read them. A part of them would be a smaller number under
/// the same name, so what one lacks, all lack.
LaunchCount launch_count(const Document& document, const Trial& trial, std::string_view name);

/// The counter's row in the document's catalogue; nullptr: there is none.
const CounterInfo* find_counter(const Document& document, std::string_view name);

/// It counts for a socket, a control group or a machine, other programs included: one rank of each machine
/// reads it.
bool counts_machine(const CounterInfo& counter);

/// It is a level at the end of the steps and not something that adds up over them.
bool is_level(std::string_view counter);

/// Steps that were measured; 0 without facts of a rank.
int measured_steps(const Trial& trial);

/// Time of all measured steps of the rank that took longest.
double measured_seconds(const Trial& trial);

}  // namespace accelbench::reports
