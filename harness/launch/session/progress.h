#pragma once

#include <chrono>
#include <string>

#include "harness/launch/session/time_left.h"
#include "reports/model/trial.h"

namespace accelbench::launch {

/// Talk on stderr: done/total, current cell, elapsed, time left. Updated in place on a terminal, one line a
/// trial otherwise.
class Progress {
  public:
    /// `least_trials`: how many are planned at least; `left` knows those that ran before.
    Progress(int done, int least_trials, TimeLeft left);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void starting(const std::string& cell);
    void finished(const reports::Trial& trial);
    /// A session that goes on past its planned trials (narrowing intervals) says so by a new total.
    void plan_more(int total);
    /// A launch is repeated.
    void plan_one_more() { ++repeats_; }
    double elapsed_seconds() const;

  private:
    void line(const std::string& text, bool stays);

    bool terminal_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    int done_;
    int total_;
    int repeats_ = 0;
    TimeLeft left_;
};

}  // namespace accelbench::launch
