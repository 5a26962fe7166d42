#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "topology/base/index_set.h"
#include "topology/moves.h"

namespace accelbench::topology {

/// Looks at each thread's cpu and mask at each border between steps, about 2 us a thread. Of more than
/// `most_threads` so many take their turn. Threads that begin later are seen by the check after the steps.
class ThreadWatch {
  public:
    static constexpr std::size_t most_threads = 128;

    /// Takes all threads of this process that there are now. `asked`: the cpus that they may run on; empty:
    /// any.
    explicit ThreadWatch(CpuSet asked);
    ~ThreadWatch();
    ThreadWatch(const ThreadWatch&) = delete;
    ThreadWatch& operator=(const ThreadWatch&) = delete;

    /// Adds one border to `moves`.
    void look(Moves& moves);
    /// What the kernel has counted since this watch began. A thread that may run on one cpu only and was
    /// moved nevertheless has been elsewhere between two borders.
    void take_counts(Moves& moves);
    const std::string& reason() const { return reason_; }  // "" when no thread has strayed

  private:
    struct Thread {
        int tid = 0;
        std::string name;
        int stat = -1;  // its stat file, kept open; -1: can't be
        int cpu = -1;   // where it last ran
        bool pinned = false;
        std::optional<std::uint64_t> cpu_migrations;
        std::optional<std::uint64_t> balanced_pages;
    };

    void look_at(Thread& thread, Moves& moves);
    void stray(const Thread& thread, const std::string& how, Moves& moves);
    int node_of(int cpu) const;

    CpuSet asked_;
    std::vector<Thread> threads_;
    std::vector<int> node_of_cpu_;
    std::size_t next_ = 0;
    std::string reason_;
};

}  // namespace accelbench::topology
