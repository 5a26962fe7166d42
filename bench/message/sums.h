#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "topology/memory.h"

namespace accelbench::bench::message {

/// One way to sum over the ranks: what stands behind Group's start_sum, progress and finish_sums. Ranks start
/// the same sums in the same order. All ranks end up with the same bits, and a run repeated gives the same
/// bits again: the order of the additions depends on sizes and ranks and never on who came first.
class Sums {
  public:
    virtual ~Sums() = default;
    virtual std::string description() const = 0;
    /// The variant, as the table names it, that a sum of so many bytes really goes.
    virtual std::string_view way(std::size_t bytes) const = 0;
    virtual void start(std::span<float> values) = 0;
    virtual void progress() = 0;
    virtual void finish() = 0;
    /// Its own memory, under the policy; all of it has been touched.
    virtual std::vector<const topology::NumaBuffer*> buffers() const { return {}; }
};

}  // namespace accelbench::bench::message
