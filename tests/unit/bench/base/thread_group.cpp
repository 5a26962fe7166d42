#include "thread_group.h"

#include <algorithm>
#include <thread>

namespace accelbench::bench {

template <class Fold>
double ThreadGroup::fold(double value, const Fold& combine) {
    state_.values[static_cast<std::size_t>(rank_)] = value;
    barrier();
    double result = state_.values[0];
    for (std::size_t i = 1; i < state_.values.size(); ++i) result = combine(result, state_.values[i]);
    barrier();
    return result;
}

double ThreadGroup::max(double value) {
    return fold(value, [](double a, double b) { return std::max(a, b); });
}

double ThreadGroup::sum(double value) {
    return fold(value, [](double a, double b) { return a + b; });
}

void ThreadGroup::broadcast(std::span<std::byte> data) {
    state_.bytes[static_cast<std::size_t>(rank_)] = data;
    barrier();
    if (rank_ != 0) std::copy(state_.bytes[0].begin(), state_.bytes[0].end(), data.begin());
    barrier();
}

void ThreadGroup::finish_sums() {
    barrier();
    // Every rank forms the sums for itself; nobody writes before all have read.
    std::vector<std::vector<float>> totals;
    for (std::size_t bucket = 0; bucket < mine().size(); ++bucket) {
        std::vector<float> total(mine()[bucket].size(), 0.0F);
        for (const auto& rank : state_.sums) {
            for (std::size_t i = 0; i < total.size(); ++i) total[i] += rank[bucket][i];
        }
        totals.push_back(std::move(total));
    }
    barrier();
    for (std::size_t bucket = 0; bucket < totals.size(); ++bucket) {
        std::copy(totals[bucket].begin(), totals[bucket].end(), mine()[bucket].begin());
    }
    mine().clear();
    barrier();
}

void run_ranks(int ranks, const std::function<void(Group&)>& body) {
    ThreadGroupState state(ranks);
    std::vector<std::thread> threads;
    for (int rank = 0; rank < ranks; ++rank) {
        threads.emplace_back([&, rank] {
            ThreadGroup group(state, rank);
            body(group);
        });
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace accelbench::bench
