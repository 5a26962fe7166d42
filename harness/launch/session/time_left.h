#pragma once

#include <map>
#include <string>

#include "harness/plan/plan.h"
#include "reports/model/trial.h"

namespace accelbench::launch {

/// How long a session still takes, at least and at most: one that chooses its launches itself may need its
/// least number of them or its whole budget, which is no single time. Cells take different times, so each is
/// held against its own.
class TimeLeft {
  public:
    struct Bounds {
        double least = 0, most = 0;  // seconds
    };

    /// `slowdown`: how many times as long as estimated launches are thought to take before the first has
    /// ended.
    TimeLeft(const plan::Plan& plan, double slowdown);

    void ran(const reports::Trial& trial);
    /// `elapsed_seconds` of this session, which its budget is counted from.
    Bounds left(double elapsed_seconds) const;

  private:
    struct Pace {
        double estimate = 0, seconds = 0;  // of one launch; of all that ran
        int launches = 0;
    };
    double launch_seconds(const Pace& pace) const;
    double all_up_to(int launches) const;

    std::map<std::string, Pace> cells_;
    int least_, most_;
    double budget_, slowdown_;
    double estimated_ = 0, measured_ = 0;  // of the launches that ran
};

/// "00:42", or "00:24 to 02:00".
std::string clock_text(TimeLeft::Bounds bounds);
/// "00:42", "1:02:03".
std::string clock_text(double seconds);

}  // namespace accelbench::launch
