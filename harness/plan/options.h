#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/base/kernel.h"
#include "topology/placement.h"

namespace accelbench::plan {

/// Of the ways to sum over ranks the fastest at almost every size; in no id, so that ids stay short.
inline constexpr const char* default_allreduce = "auto";

/// What the user wishes, checked for form but not yet against a machine. Numbers of 0 and empty lists mean
/// "choose".
struct SweepOptions {
    std::vector<int> num_machines = {1};
    std::vector<int> num_processes;                // total over machines, Accelerate's meaning
    std::vector<int> processes_per_machine;        // the other reading; excludes num_processes
    int threads = 0;                               // per rank
    std::vector<topology::PolicyChoice> policies;  // empty: the four of `all`
    std::vector<topology::PolicyChoice> places;    // --place: policies by class of allocation
    std::vector<topology::PageKind> pages;         // empty: huge ones where they are to be had
    std::string kernel = "gpt";
    bench::Parameters parameters;  // of the kernel, as given
    topology::Spread spread = topology::Spread::spread;
    bool oversubscribe = false;
    int steps = 10;
    int launches = 0;                // 0: at least 10, then until the intervals are narrow or the budget is used
    double time_budget_seconds = 0;  // 0: none before the tenth launch, 120 s after it
    double timeout_seconds = 0;      // per trial; 0: from the estimate
    double margin = 0.02;
    std::uint64_t seed = 0;
    std::vector<std::string> hosts;  // "name" or "name:slots"
    std::string hostfile;
    bool rotate_hosts = false;  // each choice of hosts is a cell of its own
    std::string launcher = "auto";
    /// Hosts that differ or don't answer end the sweep before its first trial.
    bool strict_hosts = false;
    std::string rsh;                                         // "": the launcher's own, ssh
    std::string allreduce = default_allreduce;               // a name of bench::message::variants()
    std::string counters = "auto";                           // or "none", or names with ',' between
    std::map<std::string, std::vector<std::string>> levels;  // of axes without a member above, by name, where chosen

    bool operator==(const SweepOptions&) const = default;
};

/// Options as they were typed: name without dashes -> text. What plan.json keeps: the records in harness/cli
/// read it again.
using TypedOptions = std::vector<std::pair<std::string, std::string>>;

constexpr int minimum_launches = 10;  // fewer can't carry a verdict
constexpr int maximum_launches = 40;  // of a session that chooses for itself
constexpr double default_budget_seconds = 120;
constexpr double wanted_half_width = 0.01;  // of the median's interval, relative: narrow enough to stop

}  // namespace accelbench::plan
