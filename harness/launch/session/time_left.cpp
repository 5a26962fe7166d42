#include "harness/launch/session/time_left.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::launch {

TimeLeft::TimeLeft(const plan::Plan& plan, double slowdown)
    : least_(plan.least_launches()),
      most_(plan.most_launches()),
      budget_(plan.options.time_budget_seconds > 0 ? plan.options.time_budget_seconds
                                                   : plan::default_budget_seconds),
      slowdown_(slowdown) {
    for (const int index : plan.runnable()) {
        const auto& cell = plan.cells[static_cast<std::size_t>(index)];
        cells_[cell.id].estimate = plan::estimated_trial_seconds(cell, plan.options);
    }
}

void TimeLeft::ran(const reports::Trial& trial) {
    const auto cell = cells_.find(trial.cell);
    if (cell == cells_.end()) return;  // of a host that is not here today
    cell->second.launches += 1;
    cell->second.seconds += trial.wall_seconds;
    estimated_ += cell->second.estimate;
    measured_ += trial.wall_seconds;
}

double TimeLeft::launch_seconds(const Pace& pace) const {
    if (pace.launches > 0) return pace.seconds / pace.launches;
    return pace.estimate * (estimated_ > 0 ? measured_ / estimated_ : slowdown_);
}

double TimeLeft::all_up_to(int launches) const {
    double seconds = 0;
    for (const auto& [id, pace] : cells_)
        seconds += std::max(0, launches - pace.launches) * launch_seconds(pace);
    return seconds;
}

TimeLeft::Bounds TimeLeft::left(double elapsed_seconds) const {
    const double least = all_up_to(least_);
    const double in_budget = std::min(all_up_to(most_), budget_ - elapsed_seconds);
    return {least, most_ == least_ ? least : std::max(least, in_budget)};
}

std::string clock_text(double seconds) {
    const auto whole = static_cast<long>(std::max(0.0, seconds) + 0.5);
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

std::string clock_text(TimeLeft::Bounds bounds) {
    const auto least = clock_text(bounds.least), most = clock_text(bounds.most);
    return least == most ? most : least + " to " + most;
}

}  // namespace accelbench::launch
