#pragma once

#include <string>
#include <vector>

#include "reports/model/trial.h"

namespace accelbench::launch {

/// trials.jsonl: one line per trial, on disk before the next trial starts. Killing the harness at any point
/// loses at most the trial in flight.
class Journal {
  public:
    /// Opens or creates the file. An incomplete last line (a crash while writing) is cut off; whole lines are
    /// `trials()`. Throws Failure(environment) when the file can't be opened, Failure(usage) when a whole
    /// line, or a last one that is no trial's beginning, isn't a trial.
    explicit Journal(std::string path);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    const std::vector<reports::Trial>& trials() const { return trials_; }
    /// Appends and fsyncs. Throws Failure(environment), with the file cut back to its whole lines, when the
    /// disk is full.
    void append(const reports::Trial& trial);

  private:
    void read_whole_lines();

    std::string path_;
    int file_ = -1;
    long long whole_bytes_ = 0;
    std::vector<reports::Trial> trials_;
};

/// The trials of a journal, read without changing it. Throws Failure(usage) when it can't be read or a whole
/// line isn't a trial.
std::vector<reports::Trial> read_journal(const std::string& path);

}  // namespace accelbench::launch
