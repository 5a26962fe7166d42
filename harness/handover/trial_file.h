#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/base/kernel.h"
#include "reports/model/cell.h"
#include "reports/model/trial.h"
#include "topology/placement.h"

namespace accelbench::harness {

/// trial.json: all that place and the ranks know of the plan. One of the two files in which launch and rank
/// meet.
struct TrialFile {
    std::string cell;
    std::string kernel;
    bench::Parameters parameters;
    std::uint64_t seed = 0;
    int steps = 0;
    bool mpi = true;                                 // false: one rank, alone
    bool oversubscribed = false;                     // more threads than cores: waiting threads must give theirs away
    std::string folder;                              // where rank-N.json goes
    std::vector<topology::RankPlacement> placement;  // by local rank
    std::string allreduce = "flat";                  // a name of bench::message::variants()
    int processes = 0;                               // ranks in all
    std::string master_address;                      // where rank 0 can be met, for programs that rendezvous
    int master_port = 29500;                         // torchrun's
    /// Above 0: no kernel runs; the ranks measure the links between them this long.
    double links_seconds = 0;
    std::string counters = "none";  // --counters as it was typed
    std::string launcher = {};      // a name of launch::launchers(); "" when nobody said
    bool watch_moves = true;        // between steps; false: for bench/watch_cost
};

void write_trial_file(const TrialFile& trial, const std::string& path);
/// Throws Failure(usage) naming the path when the file can't be read or isn't a trial.
TrialFile read_trial_file(const std::string& path);

/// rank-N.json: what one rank has to say. `status` "ok" | "failed" | "misplaced".
struct RankReport {
    std::string status = "ok";
    std::string reason;
    std::vector<double> losses;
    int warmup_steps = 0;
    bool steady = true;
    std::vector<std::vector<double>> phase_seconds;  // [measured step][phase]
    reports::RankFacts facts;
    std::optional<reports::Communication> communication;  // of a group of several
};

std::string rank_report_path(const std::string& folder, int rank);
void write_rank_report(const RankReport& report, const std::string& path);
/// Throws Failure(usage) when the file is there but isn't a whole report.
RankReport read_rank_report(const std::string& path);

/// rank-N.end: how a rank's process ended when not by exit code 0; written by its supervisor, which outlives
/// it.
struct RankEnd {
    int rank = 0;
    std::string host;
    int signal = 0;  // 0: it exited
    int exit_code = 0;
    std::string reason;  // what place itself refused to do; "": nothing
};
std::string rank_end_path(const std::string& folder, int rank);
void write_rank_end(const RankEnd& end, const std::string& path);
RankEnd read_rank_end(const std::string& path);

}  // namespace accelbench::harness
