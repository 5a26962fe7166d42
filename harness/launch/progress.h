#pragma once

#include <chrono>
#include <string>

#include "reports/model.h"

namespace accelbench::launch {

/// Talk on stderr: done/total, current cell, elapsed, time left. Updated in place on a terminal, one line a
/// trial otherwise.
class Progress {
  public:
    /// `least_trials`: how many are planned at least; `estimated_seconds` is used until trials have been
    /// seen.
    Progress(int done, int least_trials, double estimated_seconds);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void starting(const std::string& cell);
    void finished(const reports::Trial& trial);
    /// A session that goes on past its planned trials (narrowing intervals) says so by a new total.
    void plan_more(int total);
    double elapsed_seconds() const;

  private:
    double left_seconds() const;
    void line(const std::string& text, bool stays);

    bool terminal_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    int done_before_;
    int done_;
    int total_;
    double estimated_seconds_;
};

/// "00:42", "1:02:03".
std::string clock_text(double seconds);

}  // namespace accelbench::launch
