#pragma once

#include <barrier>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench/base/group.h"

namespace accelbench::bench {

/// What the ranks of a ThreadGroup share.
struct ThreadGroupState {
    explicit ThreadGroupState(int ranks) : meeting(ranks), values(ranks), sums(ranks), bytes(ranks) {}
    std::barrier<> meeting;
    std::vector<double> values;
    std::vector<std::vector<std::span<float>>> sums;  // per rank, in the order started
    std::vector<std::span<std::byte>> bytes;
};

/// A test double: ranks are threads of this process, sums are real and taken in rank order.
class ThreadGroup : public Group {
  public:
    ThreadGroup(ThreadGroupState& state, int rank) : state_(state), rank_(rank) {}
    int rank() const override { return rank_; }
    int size() const override { return static_cast<int>(state_.values.size()); }
    std::string description() const override { return "threads"; }
    void barrier() override { state_.meeting.arrive_and_wait(); }
    void broadcast(std::span<std::byte> data) override;
    double max(double value) override;
    double sum(double value) override;
    void start_sum(std::span<float> values) override { mine().push_back(values); }
    void progress() override {}
    void finish_sums() override;

  private:
    std::vector<std::span<float>>& mine() { return state_.sums[static_cast<std::size_t>(rank_)]; }
    template <class Fold>
    double fold(double value, const Fold& combine);

    ThreadGroupState& state_;
    int rank_;
};

/// Runs body(group) on `ranks` threads and waits for them. An exception in a rank ends the test program.
void run_ranks(int ranks, const std::function<void(Group&)>& body);

}  // namespace accelbench::bench
