#pragma once

#include <atomic>
#include <cstdint>

namespace accelbench::bench::message {

/// How a rank waits for its neighbours: a moment at full speed, then it offers its core to others, and at
/// last it sleeps until a neighbour rings. A rank that kept spinning would hold the core that another needs
/// to get on.
class Patience {
  public:
    /// `sleepers` and `bell` are the machine's, in shared memory; null for a rank that waits for messages
    /// too, which nobody rings for: it never sleeps.
    Patience(std::atomic<std::uint32_t>* sleepers, std::atomic<std::uint32_t>* bell)
        : sleepers_(sleepers), bell_(bell) {}
    /// Something moved: the next wait begins at full speed.
    void reset() { waits_ = 0; }
    /// Waits a little. `anything_moves` is asked once more before a sleep, after which a bell can't be
    /// missed.
    template <class Check>
    void wait(const Check& anything_moves);

  private:
    bool pause_or_yield();  // false: it is time to sleep until the bell
    void fall_asleep();
    void sleep_until_the_bell();
    void wake_up();

    std::atomic<std::uint32_t>* sleepers_;
    std::atomic<std::uint32_t>* bell_;
    std::uint32_t heard_ = 0;
    int waits_ = 0;
};

/// Wakes who sleeps; call it after a counter has moved. Costs one read where nobody sleeps. The counter's
/// store and its loads are sequentially consistent: else this read could overtake the store, and a rank would
/// sleep over it.
void ring_bell(std::atomic<std::uint32_t>& sleepers, std::atomic<std::uint32_t>& bell);

template <class Check>
void Patience::wait(const Check& anything_moves) {
    if (pause_or_yield()) return;
    fall_asleep();
    if (anything_moves())
        reset();
    else
        sleep_until_the_bell();
    wake_up();
}

}  // namespace accelbench::bench::message
