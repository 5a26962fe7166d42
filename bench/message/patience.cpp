#include "bench/message/patience.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <ctime>

namespace accelbench::bench::message {
namespace {

constexpr int pauses = 200;  // some microseconds: what a neighbour needs for a small piece
constexpr int yields = 20;   // a turn for each other rank of a small machine
/// Shorter than a piece takes on a network slow enough for naps.
constexpr timespec nap{0, 20'000};
/// A bell is not missed, but a neighbour may die: then the launcher ends this rank, which need not be awake
/// for it.
constexpr timespec longest_sleep{0, 10'000'000};

void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#else
    std::atomic_signal_fence(std::memory_order_seq_cst);
#endif
}

/// Not the private form: the word is shared by processes.
long futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value, const timespec* timeout) {
    return syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&word), operation, value, timeout, nullptr, 0);
}

}  // namespace

bool Patience::pause_or_yield() {
    if (waits_ < pauses) {
        ++waits_;
        pause();
        return true;
    }
    if (waits_ < pauses + yields) {
        ++waits_;
        sched_yield();
        return true;
    }
    if (sleepers_ != nullptr) return false;
    nanosleep(&nap, nullptr);
    return true;
}

void Patience::fall_asleep() {
    sleepers_->fetch_add(1, std::memory_order_seq_cst);
    heard_ = bell_->load(std::memory_order_seq_cst);
}

/// Returns at once when the bell has rung since fall_asleep(); a sandbox without futexes makes it a yield.
void Patience::sleep_until_the_bell() {
    if (futex(*bell_, FUTEX_WAIT, heard_, &longest_sleep) != 0) sched_yield();
}

void Patience::wake_up() { sleepers_->fetch_sub(1, std::memory_order_seq_cst); }

void ring_bell(std::atomic<std::uint32_t>& sleepers, std::atomic<std::uint32_t>& bell) {
    if (sleepers.load(std::memory_order_seq_cst) == 0) return;
    bell.fetch_add(1, std::memory_order_seq_cst);
    futex(bell, FUTEX_WAKE, INT_MAX, nullptr);
}

}  // namespace accelbench::bench::message
