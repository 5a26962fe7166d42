#include "harness/launch/session/gather.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "harness/handover/trial_file.h"
#include "harness/launch/process/log_words.h"
#include "reports/analysis/launch_value.h"
#include "reports/statistics/stats.h"
#include "topology/base/failure.h"

namespace accelbench::launch {
namespace {

using harness::RankEnd;
using harness::RankReport;
using How = ProcessEnd::How;
using reports::TrialStatus;

bool exists(const std::string& path) {
    struct stat info = {};
    return stat(path.c_str(), &info) == 0;
}

std::vector<RankReport> read_reports(const std::string& folder, int ranks) {
    std::vector<RankReport> reports;
    for (int rank = 0; rank < ranks; ++rank)
        if (const auto path = harness::rank_report_path(folder, rank); exists(path))
            reports.push_back(harness::read_rank_report(path));
    return reports;
}

std::string signal_words(int signal) {
    const char* name = sigabbrev_np(signal);
    std::string words = fmt::format("signal {} (SIG{})", signal, name ? name : "?");
    if (signal == SIGBUS)
        words +=
            ", which Linux sends when a pool of huge pages has run out: see free_hugepages below "
            "/sys/devices/system/node, or when /dev/shm is full";
    if (signal == SIGKILL) words += ", which the out-of-memory killer also sends: see dmesg";
    return words;
}

std::string end_words(const RankEnd& end) {
    if (!end.reason.empty()) return fmt::format("rank {} could not be placed: {}", end.rank, end.reason);
    if (end.signal)
        return fmt::format("rank {} on {} was killed by {}", end.rank, end.host, signal_words(end.signal));
    return fmt::format("rank {} on {} ended with exit code {}", end.rank, end.host, end.exit_code);
}

/// The first rank whose end is known by name. Ranks that the launcher killed because of it leave no such
/// file, or SIGTERM.
std::string rank_end_reason(const std::string& folder, int ranks) {
    std::string reason;
    for (int rank = 0; rank < ranks; ++rank) {
        const auto path = harness::rank_end_path(folder, rank);
        if (!exists(path)) continue;
        const auto end = harness::read_rank_end(path);
        if (end.signal != SIGTERM) return end_words(end);
        reason = end_words(end);
    }
    return reason;
}

/// Where it is found later: "trials/000012/output.log".
std::string log_in_session(const std::string& folder) {
    const auto path = std::filesystem::path(folder);
    return (path.parent_path().filename() / path.filename() / "output.log").string();
}

/// A rank that ends with a plain exit code, or by its own abort, has left its reason in the log at best.
std::string with_log(std::string reason, const std::string& folder) {
    const auto cause = cause_in_log(folder + "/output.log");
    if (cause.empty()) return reason;
    return fmt::format("{}; the log says: {} (full log: {})", reason, cause, log_in_session(folder));
}

std::string failure_reason(const std::string& folder, int ranks, const std::vector<RankReport>& reports,
                           const ProcessEnd& end) {
    for (const auto& report : reports)
        if (report.status == "failed") return fmt::format("rank {}: {}", report.facts.rank, report.reason);
    if (auto reason = rank_end_reason(folder, ranks); !reason.empty()) return with_log(reason, folder);
    if (end.how == How::not_started) return "the launcher could not be started: " + end.reason;
    const auto words = words_of_log(folder + "/output.log");
    const auto said = words.empty()
                          ? std::string("it printed nothing")
                          : fmt::format("it printed: {} (full log: {})", words, log_in_session(folder));
    if (end.how == How::signalled)
        return fmt::format("the launcher was killed by {}; {}", signal_words(end.code), said);
    return fmt::format("{} of {} ranks reported and the launcher ended with exit code {}; {}", reports.size(),
                       ranks, end.code, said);
}

void take_phases(reports::Trial& trial, const std::vector<RankReport>& reports) {
    const auto slowest = std::max_element(reports.begin(), reports.end(), [](const auto& a, const auto& b) {
        return reports::median(a.facts.step_seconds) < reports::median(b.facts.step_seconds);
    });
    const auto phases = slowest->phase_seconds.empty() ? 0 : slowest->phase_seconds.front().size();
    for (std::size_t phase = 0; phase < phases; ++phase) {
        std::vector<double> seconds;
        for (const auto& step : slowest->phase_seconds) seconds.push_back(step.at(phase));
        trial.phase_seconds.push_back(reports::median(seconds));
    }
}

void take_numbers(reports::Trial& trial, const std::vector<RankReport>& reports) {
    std::vector<std::vector<double>> steps;
    for (const auto& report : reports) steps.push_back(report.facts.step_seconds);
    trial.step_seconds = reports::launch_value(steps);
    if (!trial.step_seconds) {
        trial.status = TrialStatus::failed;
        trial.reason = reports::different_steps;
        return;
    }
    take_phases(trial, reports);
}

void take_facts(reports::Trial& trial, const std::vector<RankReport>& reports) {
    for (const auto& report : reports) trial.ranks.push_back(report.facts);
    if (reports.empty()) return;
    trial.losses = reports.front().losses;
    trial.warmup_steps = reports.front().warmup_steps;
    trial.steady = reports.front().steady;
    trial.communication = reports.front().communication;
    for (const auto& report : reports) {
        if (report.status != "misplaced") continue;
        trial.status = TrialStatus::misplaced;
        trial.reason = fmt::format("rank {}: {}", report.facts.rank, report.reason);
        return;
    }
}

}  // namespace

void gather(reports::Trial& trial, const std::string& folder, int ranks, const ProcessEnd& end,
            double timeout_seconds) {
    const auto reports = read_reports(folder, ranks);
    const bool whole = static_cast<int>(reports.size()) == ranks;
    const bool failed =
        std::any_of(reports.begin(), reports.end(), [](const auto& r) { return r.status == "failed"; });
    if (end.how == How::timed_out) {
        trial.status = TrialStatus::timeout;
        trial.reason =
            fmt::format("not finished after {:.0f} s ({} of {} ranks had reported); --timeout allows more",
                        timeout_seconds, reports.size(), ranks);
    } else if (end.how == How::interrupted) {
        trial.status = TrialStatus::interrupted;
        trial.reason = "interrupted";
    } else if (!whole || failed || end.how != How::exited || end.code != 0) {
        trial.status = TrialStatus::failed;
        trial.reason = failure_reason(folder, ranks, reports, end);
    }
    take_facts(trial, reports);
    if (trial.status == TrialStatus::ok) take_numbers(trial, reports);
}

}  // namespace accelbench::launch
