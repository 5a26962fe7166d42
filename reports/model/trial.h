#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/model/counters.h"
#include "topology/audit/conditions.h"
#include "topology/channels.h"
#include "topology/moves.h"
#include "topology/observe_page_sizes.h"
#include "topology/other_memory.h"
#include "topology/resident.h"

namespace accelbench::reports {

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

enum class TrialStatus {
    ok,
    failed,
    misplaced,
    timeout,
    interrupted
};

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
    int phases_read_every = 1;           // one measured step of so many had its phases read; they stand for the others
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
    std::optional<Communication> communication;  // nullopt for one rank
    /// Deltas over the trial, by interned name.
    std::vector<std::pair<std::string_view, std::uint64_t>> kernel_counters;
};

}  // namespace accelbench::reports
