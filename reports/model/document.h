#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/model/counters.h"
#include "reports/model/index.h"
#include "topology/audit/audit.h"
#include "topology/audit/conditions.h"
#include "topology/channels.h"
#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/moves.h"
#include "topology/observe_page_sizes.h"
#include "topology/other_memory.h"
#include "topology/placement.h"
#include "topology/resident.h"

namespace accelbench::reports {

/// Ordered name -> value; joined it is a cell's id.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Work that a phase declares, per rank and step.
struct PhaseWork {
    std::string phase;
    double bytes = 0;
    double flops = 0;
    double message_bytes = 0;
};

/// What a machine said of itself when it was asked before the first trial (accelbench host-facts).
struct HostFacts {
    std::string accelbench_version;
    int schema = 1;           // of the documents that it writes
    std::string mpi_version;  // "Open MPI v4.1.4", "none", or "unknown: " and why
    topology::Machine machine;
    topology::Environment environment;
    std::map<int, std::uint64_t> free_memory_bytes;  // by node; caches of files count as free
    std::optional<CounterCatalogue> counters;        // nullopt: not asked for
    std::vector<topology::AuditRow> audit;           // what distorts measurements there; empty in older documents
};

/// A machine's clock minus that of the launching machine; the truth lies within the uncertainty around it.
struct ClockOffset {
    double offset_seconds = 0;
    double uncertainty_seconds = 0;
};

/// One machine that the launcher was given.
struct Host {
    std::string name;     // as the launcher was given it
    std::string trouble;  // why it takes no part, with what was tried; "" when it does
    std::optional<HostFacts> facts;
    std::optional<ClockOffset> clock;
};

/// Sums that went one way.
struct SumsTaken {
    std::string variant;  // as --allreduce names it
    std::uint64_t sums = 0;
    std::uint64_t least_bytes = 0;
    std::uint64_t most_bytes = 0;
};

/// How long a rank's thread was in calls that sum, in a measured step, their mean; it computes nothing else
/// there. What ran beside it (a thread of Gloo's, the network) isn't told.
struct SumSeconds {
    double between = 0;  // calls between the layers of the backward pass
    double exposed = 0;  // after all of it
};

/// How a launch of several ranks summed its gradients; the ranks' channels tell over what.
struct Communication {
    std::string allreduce;         // asked for
    std::string description;       // of the group, in rank 0's words
    std::vector<SumsTaken> taken;  // by rank 0, warm-up included; all ranks go the same ways
};

enum class TrialStatus { ok, failed, misplaced, timeout, interrupted };

/// What one rank found. Times in seconds.
struct RankFacts {
    int rank = 0;
    std::string host;
    std::string cpus_allowed;                    // union over threads, kernel list format
    std::map<int, std::uint64_t> pages_by_node;  // all buffers, after the timed region
    std::map<int, std::uint64_t> pages_by_node_before;
    /// By class of allocation, after; filled where classes were placed apart.
    std::map<std::string, std::map<int, std::uint64_t>> pages_by_class;
    std::uint64_t pages = 0;
    std::uint64_t misplaced_pages = 0;  // the larger of the counts before and after the steps
    int threads = 0;                    // of the process, communication threads included
    int misplaced_threads = 0;
    std::string verified_by;           // "move_pages", "numa_maps", "none: ..."
    std::vector<double> step_seconds;  // measured steps only
    double peak_flops = 0;             // matrix-product peak, flop/s; 0: not measured
    std::uint64_t max_resident_bytes = 0;
    /// Both after the measured steps; nullopt in documents of older versions.
    std::optional<topology::PageSizes> page_sizes;
    std::optional<topology::Resident> resident;
    std::optional<topology::OtherMemory> other_memory;  // nullopt in documents of older versions
    /// Between the measured steps; nullopt in documents of older versions.
    std::optional<topology::Moves> moves;
    std::map<std::string, std::int64_t>
        usage;  // minor_faults, major_faults, voluntary_switches, involuntary_switches
    /// After the measured steps; nullopt for a rank alone.
    std::optional<topology::Channels> channels;
    std::optional<SumSeconds> sum_seconds;  // nullopt for a rank alone, and in documents of older versions
    /// The most that one of its threads waited for a cpu, of the measured steps' time; nullopt: not told.
    std::optional<double> cpu_wait_share;
    /// What moved during the measured steps, told by the first rank of each machine.
    std::optional<topology::Conditions> conditions;
    std::vector<CounterValue> counters;  // over the measured steps; empty with --counters none
    int phases_read_every = 1;  // one measured step of so many had its phases read; they stand for the others
};

/// One launch of one cell. `step_seconds` is the launch's one value: the median, over the measured steps, of
/// the slowest rank's time.
struct Trial {
    int block = 0;
    int sequence = 0;  // place in the session, from 0
    std::string cell;  // a cell's id
    TrialStatus status = TrialStatus::ok;
    std::string reason;  // "" when ok
    double started_unix_seconds = 0;
    double wall_seconds = 0;  // start of the launcher to the last fact gathered
    std::optional<double> step_seconds;
    std::vector<double>
        phase_seconds;  // medians over the measured steps of the slowest rank, in the cell's phase order
    int warmup_steps = 0;
    bool steady = true;          // warm-up settled before the measured steps began
    std::vector<double> losses;  // every step, warm-up included
    std::vector<RankFacts> ranks;
    std::optional<Communication> communication;            // nullopt for one rank
    /// Deltas over the trial, by interned name.
    std::vector<std::pair<std::string_view, std::uint64_t>> kernel_counters;
};

/// One combination. `skip` is the reason why it was not measured.
struct Cell {
    std::string id;
    Parameters parameters;  // kernel, preset, ..., policy, machines, processes, threads
    std::string kernel;
    std::string policy;
    int machines = 1;
    int processes = 1;  // total
    int threads = 1;    // per rank
    bool oversubscribed = false;
    std::string skip;
    bool skip_by_environment = false;  // forbidden (no permission, no launcher) rather than inexpressible
    std::vector<PhaseWork> phases;
    double items_per_step = 0;  // all ranks
    std::string item = "tokens";
    std::vector<topology::RankPlacement> placement;  // per local rank of one machine
    /// What a reader must know of where its memory goes; empty where it goes as the policy's name says.
    std::vector<std::string> placement_notes;
    std::vector<std::string> command;                // the launcher's tokens of a trial
};

/// A statistic with its interval; low and high are not a number where n is too small for one.
struct Estimate {
    double value = 0;
    double low = 0;
    double high = 0;
    int n = 0;
};

/// Numbers of one cell, over its ok launches. Recomputable from the trials.
struct Summary {
    std::string cell;
    int launches = 0;  // ok
    int failed = 0;
    int misplaced = 0;
    int unsteady = 0;
    std::optional<Estimate> step_seconds;     // median over launches, between two of their order statistics
    std::optional<double> interval_coverage;  // of that interval, exact; nullopt: there is none
    double min_seconds = 0, p90_seconds = 0, p99_seconds = 0, max_seconds = 0;  // over launches
    std::optional<double> items_per_second;   // total work over total time of all measured steps
    /// What the slowest rank of a step took longer than the mean of the ranks, of the slowest rank's time; both
    /// summed over all measured steps of all launches. nullopt for a rank alone.
    std::optional<double> waiting_share;
    std::optional<double> flops_per_second;   // all ranks, as total work over total time
    std::optional<double> flops_utilisation;  // against the measured matrix-product peak, 0..1
    std::string utilisation_unreliable;       // why it was left out; "" when it was not
    std::vector<double> phase_seconds;        // median over launches, in the cell's phase order
    std::vector<DerivedMetric> metrics;       // from the counters; empty without any
    std::string losses_differ;  // "" when bit-identical with the other policies; else where they part
};

enum class Verdict { slower, faster, same, inconclusive };

/// A policy against local at the same machines, processes and threads: paired within blocks.
struct Comparison {
    std::string cell;
    std::string base_cell;
    Verdict verdict = Verdict::inconclusive;
    std::optional<Estimate> ratio;  // cell / base step time, centre of the paired ratios; above 1: slower
    double p_value = 1;             // against the margin, before Holm's correction
    double p_adjusted = 1;
    double smallest_visible = 0;  // smallest effect that could have been seen, as a ratio - 1 (MDE); not a
                                  // number: none, with so few pairs
    /// The step times that the ratio comes from: geometric means of the launches whose pairs lie at its centre.
    std::optional<double> cell_seconds;
    std::optional<double> base_seconds;
    std::optional<double> spread;  // standard deviation of the pairs' log ratios
    int dropped_pairs = 0;
    int busy_pairs = 0;      // a launch of them ran while others wanted the cpus
    std::string settled_by;  // what would settle an inconclusive one; "" otherwise
    std::string why;    // one sentence in words
    std::string cause;  // what the counters say of a difference, or what is missing to tell; "" without one
};

/// Throughput of a cell over that of a smaller one, paired within blocks.
struct SpeedUp {
    std::string base_cell;
    double ideal = 1;               // processes over the base's
    std::optional<Estimate> ratio;  // centre of the paired ratios; nullopt: no block has both
    double efficiency = 0;          // ratio / ideal; not a number without a ratio
    int dropped_pairs = 0;
};

/// One size of a series.
struct ScalingPoint {
    std::string cell;
    std::optional<SpeedUp> over_base;            // nullopt: the cell is the base
    std::optional<SpeedUp> over_fewer_machines;  // as many processes on each of the fewest machines
};

enum class Pays { yes, no, inconclusive };

/// What the next size gives: its throughput over that of the one before, and whether that is beyond the
/// margin.
struct ScalingStep {
    std::string from_cell;
    std::string to_cell;
    Estimate gain;
    Pays pays = Pays::inconclusive;
    /// Step times that the gain comes from.
    std::optional<double> from_seconds = {};
    std::optional<double> to_seconds = {};
};

/// Sizes that grow along one axis: "processes" on the same machines, or "machines" with as many processes on
/// each. It stops paying behind `last_paying_cell` when `stops_paying` is yes, pays throughout when no.
struct ScalingPath {
    std::string axis;
    std::vector<ScalingStep> steps;  // smallest first
    Pays stops_paying = Pays::inconclusive;
    std::string last_paying_cell;
    std::string why;  // one sentence in words
};

/// Cells of one policy, one work and as many threads a process, that differ in processes and machines.
struct Scaling {
    std::string policy;
    std::string mode;       // "weak": the work is each process's; "strong": it is the whole job's
    std::string base_cell;  // fewest processes, and of these fewest machines
    std::vector<ScalingPoint> points;
    std::vector<ScalingPath> paths;
};

/// The network between two machines, as ping-pong over the launcher's MPI found it before the first trial.
/// Values are medians over n round trips; low and high are the tenth and ninetieth percentile.
struct Link {
    std::string from;  // host names, as the ranks there report them
    std::string to;
    Estimate latency_seconds;             // half a round trip of 8 bytes
    Estimate bandwidth_bytes_per_second;  // 4 MiB over half a round trip of 4 MiB
    int side_by_side = 1;                 // pairs that were measured at the same time
};

/// What one host costs, of the cells of a rotation that differ in nothing but their hosts: step time with it
/// over step time without it, paired within blocks.
struct HostEffect {
    std::string host;
    std::string cell;  // the first that has it
    int choices_with = 0;
    int choices_without = 0;
    Verdict verdict = Verdict::inconclusive;
    std::optional<Estimate> ratio;      // above 1: the host is slow; nullopt: no block has all choices
    std::optional<double> least_ratio;  // of the choice with it that is slowed least
    std::string least_cell;
    double p_value = 1;  // against the margin, before Holm's correction
    double p_adjusted = 1;
    int dropped_blocks = 0;
    std::string why;  // one sentence in words
};

struct Document {
    int schema = 1;
    std::string accelbench_version;
    std::string created;  // ISO 8601, UTC
    std::vector<std::string> argv;
    std::uint64_t seed = 0;
    std::string launcher;  // row name; and its version
    std::string launcher_version;
    double confidence = 0.95;
    double margin = 0.02;
    std::string ended;  // "complete" | "time budget" | "interrupted (SIGINT)" | ...
    double elapsed_seconds = 0;
    topology::Machine machine;
    topology::Environment environment;
    std::vector<topology::AuditRow>
        audit;                 // of the machine that ranks are placed for; empty in documents of older versions
    std::vector<Link> links;   // each pair once
    std::string links_reason;  // why some or all are not there; "" with one machine, or when none is missing
    std::optional<CounterCatalogue>
        counters;             // of the machine that ranks are placed for; nullopt: --counters none
    std::vector<Host> hosts;  // those asked before the first trial; empty: one machine, told above
    std::vector<Cell> cells;
    std::vector<Trial> trials;
    std::vector<Summary> summaries;        // derived
    std::vector<Comparison> comparisons;   // derived
    std::vector<HostEffect> host_effects;  // derived; of --rotate-hosts
    std::vector<Scaling> scaling;          // derived; empty in documents of older versions until recomputed
    Index index;                           // derived, and never written
};

}  // namespace accelbench::reports
