#include "harness/launch/hosts/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace accelbench::launch {
namespace {

constexpr double squeue_patience_seconds = 10;

/// Of Slurm's states those that a job doesn't leave for running. An unknown one is no reason to give up.
bool is_final(const std::string& state) {
    static constexpr std::array<std::string_view, 11> states = {
        "COMPLETING", "COMPLETED", "CANCELLED", "FAILED", "NODE_FAIL", "TIMEOUT",
        "PREEMPTED", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "REVOKED"};
    return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

std::string why_over(const std::string& job, const Answer& squeue) {
    const bool unknown = squeue.said.find("Invalid job id") != std::string::npos;
    if (!squeue.ended_well && !unknown) return "";
    const auto state = squeue.output.substr(0, squeue.output.find_first_of(" \n"));
    const bool gone = unknown || state.empty();  // squeue shows no job that has ended
    if (!gone && !is_final(state)) return "";
    return fmt::format(
        "Slurm job {} is over ({}: {}); Slurm ends a job that lost a node, unless it was made with --no-kill",
        job, squeue.command, gone ? "no such job" : state);
}

std::string why_job_is_over(const std::string& folder) {
    const char* job = std::getenv("SLURM_JOB_ID");
    if (!job) return "";
    const auto number = fmt::format("--jobs={}", job);
    const auto answers =
        ask_all({{"job", {"squeue", "--noheader", number, "--format=%T"}}}, folder, squeue_patience_seconds);
    return why_over(job, answers.front());
}

}  // namespace accelbench::launch
