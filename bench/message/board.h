#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bench/message/neighbours.h"
#include "bench/message/transport.h"
#include "topology/memory_shared.h"

namespace accelbench::bench::message {

/// How many pieces a rank has brought through each stage, counted from the first piece of its life. On a
/// cache line of its own: others read it while they wait.
struct alignas(64) Counter {
    std::atomic<std::uint64_t> pieces{0};
};

/// The head of a rank's pages; the rank alone writes its counters.
struct Progress {
    Counter published;                                   // the others can read its values
    Counter reduced;                                     // its share is summed over the machine
    Counter exchanged;                                   // the sum over all machines is there (first rank of a machine)
    Counter collected;                                   // it has all that it needs of this piece
    alignas(64) std::atomic<std::uint32_t> sleepers{0};  // of the machine, in the first rank's pages
    std::atomic<std::uint32_t> bell{0};
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free &&
                  std::atomic<std::uint32_t>::is_always_lock_free,
              "a lock would be private to one process");

/// The shared memory of one machine's ranks. Each rank owns its pages, at home where its policy wants them,
/// and maps those of the others. A rank's pages hold its Progress and a ring of slots for the pieces in
/// flight; the first rank's also a ring for the machine's sums.
class Board {
  public:
    static constexpr std::size_t slots = 8;

    /// All ranks of the group call it. Throws Failure(environment) on every rank when any can't share its
    /// memory.
    Board(Transport& transport, const Neighbours& neighbours, const topology::MemoryBinding& memory);

    Progress& progress(int local) { return *heads_[static_cast<std::size_t>(local)]; }
    std::span<float> slot(int local, std::uint64_t piece) { return ring(local, piece % slots); }
    /// Where the machine's sum of a piece stands.
    std::span<float> machine_sum(std::uint64_t piece) { return ring(0, slots + piece % slots); }
    int ranks() const { return static_cast<int>(heads_.size()); }
    const topology::NumaBuffer& own_pages() const { return own_.pages(); }

    /// Floats of a slot, the same for all ranks: less where many ranks share a machine.
    static std::size_t slot_floats(int ranks_on_a_machine);
    /// Of one rank's pages; `keeps_sums`: also its machine's sums, as the first rank of one of several
    /// machines.
    static std::size_t page_bytes(bool keeps_sums, std::size_t slot_floats);

  private:
    std::span<float> ring(int local, std::size_t index);

    std::size_t slot_floats_;
    topology::SharedMemory own_;
    std::vector<topology::NumaBuffer> peers_;  // none for this rank itself
    std::vector<Progress*> heads_;             // by local rank
    std::vector<float*> rings_;
};

}  // namespace accelbench::bench::message
