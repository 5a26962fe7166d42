#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "reports/model/trial.h"

namespace accelbench::launch {

/// Which launches of a session are still to be made, from those that were: counted anew from the journal, a
/// session that goes on decides as it would have without the break.
class Attempts {
  public:
    /// `launches` that each cell is planned to have at least.
    explicit Attempts(int launches) : launches_(launches) {}

    void count(const reports::Trial& trial);

    /// Whether the cell is to be launched in this block. A misplaced launch is repeated in its block, so that
    /// its pair stays whole, at most as often as the cell has launches.
    bool to_do(int block, const std::string& cell) const;

    /// Its last three launches were misplaced: it gets no more, now or later.
    bool ended_as_misplaced(const std::string& cell) const;

    /// Ended as misplaced, or never worked.
    bool given_up(const std::string& cell) const;

  private:
    struct Tally {
        int ok = 0;
        int not_ok = 0;
        int misplaced_in_a_row = 0;
        int repeats = 0;
    };
    Tally tally_of(const std::string& cell) const;

    int launches_;
    std::map<std::string, Tally> tallies_;
    std::set<std::pair<int, std::string>> done_;
};

}  // namespace accelbench::launch
