#include "harness/launch/session/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "reports/model/names.h"
#include "topology/base/clock.h"
#include "topology/base/standard_streams.h"
#include "topology/base/visible_text.h"

namespace accelbench::launch {
namespace {

/// Columns of the terminal: a longer line would wrap, and the next update couldn't take it back.
std::size_t columns() {
    struct winsize size = {};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

std::string outcome(const reports::Trial& trial) {
    if (trial.status != reports::TrialStatus::ok)
        return fmt::format("{}: {}", to_string(trial.status), trial.reason);
    return fmt::format("{:.4g} ms a step{}", *trial.step_seconds * 1e3, trial.steady ? "" : " (unsteady)");
}

}  // namespace

Progress::Progress(int done, int least_trials, TimeLeft left)
    : terminal_(isatty(STDERR_FILENO)), done_(done), total_(least_trials), left_(std::move(left)) {}

Progress::~Progress() {
    if (terminal_) line("", false);
}

double Progress::elapsed_seconds() const { return seconds_since(start_); }

void Progress::line(const std::string& text, bool stays) {
    const auto whole = message_line(text);
    const auto shown = terminal_ && !stays ? first_characters(whole, columns() - 1) : whole;
    write_talk(fmt::format("{}{}{}", terminal_ ? "\r\033[K" : "", shown, stays ? "\n" : ""));
}

void Progress::starting(const std::string& cell) {
    if (!terminal_) return;
    line(fmt::format("{}/{}  {} elapsed, {} left  {}", done_, total_ + repeats_, clock_text(elapsed_seconds()),
                     clock_text(left_.left(elapsed_seconds())), cell),
         false);
}

void Progress::finished(const reports::Trial& trial) {
    ++done_;
    left_.ran(trial);
    const bool worth_keeping = trial.status != reports::TrialStatus::ok;
    if (terminal_ && !worth_keeping) return;
    line(fmt::format("{}/{}  {} elapsed, {} left  {}  {}", done_, total_ + repeats_, clock_text(elapsed_seconds()),
                     clock_text(left_.left(elapsed_seconds())), trial.cell, outcome(trial)),
         true);
}

void Progress::plan_more(int total) { total_ = std::max(total_, total); }

}  // namespace accelbench::launch
