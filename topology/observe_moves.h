#pragma once

#include <optional>
#include <span>
#include <string>

#include "topology/observe_moved_pages.h"
#include "topology/observe_moved_threads.h"
#include "topology/placement.h"

namespace accelbench::topology {

/// Watches, outside of what is timed, whether pages and threads leave their places between the check before
/// the steps and the one after: what comes back in time, both would miss. Some pages of each buffer and each
/// thread are looked at between steps, and the kernel's own counts of this process are read at both ends.
class MoveWatch {
  public:
    /// Notes where the pages are; before the warm-up. The buffers must outlive it.
    MoveWatch(std::span<const NumaBuffer* const> buffers, RankPlacement asked, int steps);
    /// Before the first measured step: threads are there by now. Takes milliseconds; the ranks meet after it.
    void begin();
    /// After each measured step.
    void look();
    /// After the last look. Nothing but the kernel's counts is read.
    Moves done();
    /// Why the launch is misplaced; "" when nothing strayed, or nothing is bound. After done().
    std::string reason() const;

  private:
    RankPlacement asked_;
    PageWatch pages_;
    std::optional<ThreadWatch> threads_;
    Moves moves_;
};

}  // namespace accelbench::topology
