#include "harness/launch/session/attempts.h"

#include <algorithm>

namespace accelbench::launch {
namespace {

constexpr int hopeless_failures =
    3;                                // a cell that never worked is given up: each hang would cost a timeout per block
constexpr int misplaced_at_most = 3;  // in a row; a placement that fails so often is not bad luck

}  // namespace

Attempts::Tally Attempts::tally_of(const std::string& cell) const {
    const auto found = tallies_.find(cell);
    return found == tallies_.end() ? Tally{} : found->second;
}

void Attempts::count(const reports::Trial& trial) {
    Tally& tally = tallies_[trial.cell];
    (trial.status == reports::TrialStatus::ok ? tally.ok : tally.not_ok) += 1;
    const bool misplaced = trial.status == reports::TrialStatus::misplaced;
    tally.misplaced_in_a_row = misplaced ? tally.misplaced_in_a_row + 1 : 0;
    const bool may_repeat = tally.repeats < std::max(launches_, trial.block + 1);
    if (misplaced && may_repeat)
        ++tally.repeats;
    else
        done_.insert({trial.block, trial.cell});
}

bool Attempts::ended_as_misplaced(const std::string& cell) const {
    return tally_of(cell).misplaced_in_a_row >= misplaced_at_most;
}

bool Attempts::given_up(const std::string& cell) const {
    const Tally tally = tally_of(cell);
    return ended_as_misplaced(cell) || (tally.ok == 0 && tally.not_ok >= hopeless_failures);
}

bool Attempts::to_do(int block, const std::string& cell) const {
    return !given_up(cell) && done_.count({block, cell}) == 0;
}

}  // namespace accelbench::launch
