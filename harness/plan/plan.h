#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/plan/cells.h"
#include "reports/model/host.h"

namespace accelbench::plan {

/// A session before it starts: what will run, how often, in which order. A value; the same plan gives the
/// same session.
struct Plan {
    std::string version;   // of the accelbench that made it
    SweepOptions options;  // seed resolved
    TypedOptions typed;    // what `options` was read from, the seed always among it
    std::vector<std::string> argv;
    Surroundings surroundings;
    std::vector<reports::Cell> cells;
    std::vector<topology::AuditRow> audit;  // of the first host, or this machine; looked at before each start
    std::vector<reports::Host> hosts;       // what they said when they were asked; empty: there was nobody to ask

    /// What the machine that ranks are placed for can count; nullopt: nobody asked.
    std::optional<reports::CounterCatalogue> counters;

    /// Indices into `cells` of those that run.
    std::vector<int> runnable() const;
    /// How many cells will be compared with their `local`; 0 on an emulated machine.
    int comparisons() const;
    /// The fewest launches of each cell of which a comparison can be significant after Holm's correction; 0
    /// without comparisons.
    int launches_for_verdict() const;
    int least_launches() const;
    int most_launches() const;
    /// Machines that the runnable cells use at most; all hosts that answered where they use them in turn.
    int most_machines() const;
};

/// Throws Failure(usage) for impossible parameters. A seed of 0 is drawn from the system.
Plan make_plan(SweepOptions options, TypedOptions typed, Surroundings surroundings,
               std::vector<std::string> argv);

/// Seconds that one trial of the cell is thought to take: start of the launcher, then steps from the declared
/// flops at a cautious rate. Orders of magnitude, for the dry run, the timeout and the first minutes of the
/// progress line.
double estimated_trial_seconds(const reports::Cell& cell, const SweepOptions& options);

/// When a trial is held to hang: what was asked for, else 60 s or 20 times the estimate.
double trial_timeout_seconds(const reports::Cell& cell, const SweepOptions& options);

}  // namespace accelbench::plan
