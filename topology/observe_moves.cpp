#include "topology/observe_moves.h"

#include <fmt/format.h>

#include <utility>

namespace accelbench::topology {
namespace {

constexpr double most_balanced = 0.01;  // of the buffers' pages: as many as may be misplaced

}  // namespace

MoveWatch::MoveWatch(std::span<const NumaBuffer* const> buffers, RankPlacement asked, int steps)
    : asked_(std::move(asked)), pages_(buffers, asked_.memory, steps + 1) {}

void MoveWatch::begin() {
    threads_.emplace(asked_.cpus);
    look();
}

void MoveWatch::look() {
    pages_.look(moves_);
    threads_->look(moves_);
    ++moves_.borders;
}

Moves MoveWatch::done() {
    threads_->take_counts(moves_);
    return moves_;
}

/// What balancing moved may be any of the process's memory; of a bound process it moves none, unless somebody
/// changed the policy of its memory meanwhile.
std::string MoveWatch::reason() const {
    if (!pages_.reason().empty()) return pages_.reason();
    if (threads_ && !threads_->reason().empty()) return threads_->reason();
    const auto balanced = static_cast<double>(moves_.balanced_pages.value_or(0));
    if (asked_.memory.mode == MemoryMode::system_default ||
        balanced <= most_balanced * static_cast<double>(pages_.all()))
        return "";
    return fmt::format("automatic NUMA balancing moved {} pages during the measured steps", balanced);
}

}  // namespace accelbench::topology
