#include "topology/observe_moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/syscall.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <functional>
#include <thread>

#include "in_child.h"
#include "system_call_filter.h"
#include "topology/bind.h"
#include "topology/machine.h"
#include "topology/scheduler_counts.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

constexpr std::size_t page = 4096;

NumaBuffer touched(const std::string& name, std::size_t bytes) {
    NumaBuffer buffer(name, bytes, {});
    buffer.touch(0, bytes);
    return buffer;
}

Moves watched(std::span<const NumaBuffer* const> buffers, int steps) {
    MoveWatch watch(buffers, {}, steps);
    watch.begin();
    for (int i = 0; i < steps; ++i) watch.look();
    return watch.done();
}

TEST(MoveWatch, LooksBeforeTheFirstStepAndAfterEach) {
    const auto buffer = touched("weights", 32 * page);
    const std::array<const NumaBuffer*, 1> list{&buffer};
    const auto moves = watched(list, 3);
    EXPECT_EQ(moves.pages_reason, "");
    EXPECT_EQ(moves.borders, 4);
    EXPECT_EQ(moves.page_looks, 4 * 32u) << "few pages are all looked at each time";
    EXPECT_GE(moves.thread_looks, 4u);
    EXPECT_EQ(moves.strayed_pages, 0u);
}

// The cost of a look must not grow with the model.
TEST(MoveWatch, LooksAtFewPagesOfMuchMemory) {
    const auto large = touched("activations", std::size_t{64} << 20);
    const auto small = touched("weights", page);
    const std::array<const NumaBuffer*, 2> list{&large, &small};
    const auto moves = watched(list, 10);
    EXPECT_LE(moves.page_looks, 11 * PageWatch::most_pages);
    EXPECT_GE(moves.page_looks, 11 * 60u);
}

// A long sweep of thousands of steps would otherwise keep an address for each look.
TEST(MoveWatch, LooksOnWhereItsChoiceOfPagesBeginsAnew) {
    const auto buffer = touched("weights", std::size_t{1} << 20);
    const std::array<const NumaBuffer*, 1> list{&buffer};
    EXPECT_EQ(watched(list, 5000).page_looks, 5001u * 64);
}

TEST(MoveWatch, OfNoMemoryThereIsNothingToLookAt) { EXPECT_EQ(watched({}, 2).page_looks, 0u); }

// A container's profile: the checks before and after go by numa_maps, which is too dear between steps.
TEST(MoveWatch, TellsWhyItCanNotLookAtPages) {
    const auto buffer = touched("weights", 8 * page);
    const std::array<const NumaBuffer*, 1> list{&buffer};
    const auto reason = in_child([&] {
        refuse_system_calls({SYS_move_pages}, EPERM);
        return watched(list, 2).pages_reason;
    });
    EXPECT_THAT(reason, HasSubstr("move_pages failed (Operation not permitted)"));
}

void run_on(int cpu) {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    CPU_SET(static_cast<std::size_t>(cpu), &mask);
    sched_setaffinity(0, sizeof mask, &mask);
    sched_yield();
}

/// What a watch says of a process bound to `home` that has gone to `other` and come back, with a look while
/// it was there, or none.
std::string after_a_journey(int home, int other, bool look_meanwhile) {
    RankPlacement rank;
    rank.cpus = {home};
    if (const auto refusal = bind_process(rank)) return *refusal;
    MoveWatch watch({}, rank, 3);
    watch.begin();
    watch.look();
    if (!watch.reason().empty()) return "strayed before it left: " + watch.reason();
    run_on(other);
    if (look_meanwhile) watch.look();
    run_on(home);
    watch.look();
    watch.done();
    return watch.reason();
}

std::string journey(bool look_meanwhile) {
    const auto cpus = this_machine().cpus;
    if (cpus.size() < 2) return "";
    return in_child([&] { return after_a_journey(cpus.first(), *std::next(cpus.begin()), look_meanwhile); });
}

// Both checks, before and after, found it at home.
TEST(MoveWatch, AThreadThatCameBackIsCaught) {
    if (this_machine().cpus.size() < 2) GTEST_SKIP() << "one usable cpu: a thread has nowhere to go";
    EXPECT_THAT(journey(true), HasSubstr("after measured step 2, outside"));
}

TEST(MoveWatch, AThreadThatWasAwayWithinOneStepIsCaughtByTheKernelsCount) {
    if (this_machine().cpus.size() < 2) GTEST_SKIP() << "one usable cpu: a thread has nowhere to go";
    if (!watched({}, 1).cpu_migrations) GTEST_SKIP() << "this kernel does not count a thread's migrations";
    EXPECT_THAT(journey(false), HasSubstr("bound to one cpu, was moved to another 2 times"));
}

// Baseline may go where it likes; what it did is told.
TEST(MoveWatch, AnUnboundThreadThatMovesHasNotStrayed) {
    const auto cpus = this_machine().cpus;
    if (cpus.size() < 2) GTEST_SKIP() << "one usable cpu: a thread has nowhere to go";
    const auto text = in_child([&] {
        run_on(cpus.first());
        MoveWatch watch({}, {}, 2);
        watch.begin();
        run_on(*std::next(cpus.begin()));
        watch.look();
        const auto moves = watch.done();
        return std::to_string(moves.moved_threads) + " of " + std::to_string(moves.thread_looks) +
               watch.reason();
    });
    EXPECT_EQ(text, "1 of 2");
}

TEST(SchedulerCounts, AreReadByTheNamesOfOldAndNewKernels) {
    const auto old = parse_scheduler_counts(
        "cat (7, #threads: 1)\n-----\nse.nr_migrations   :      17\nnuma_pages_migrated  :   3\n");
    EXPECT_EQ(old.cpu_migrations, 17u);
    EXPECT_EQ(old.balanced_pages, 3u);
    EXPECT_EQ(parse_scheduler_counts("nr_migrations : 4\n").cpu_migrations, 4u);
    EXPECT_FALSE(parse_scheduler_counts("nr_migrations : 4\n").balanced_pages) << "not counted is not 0";
    EXPECT_FALSE(parse_scheduler_counts("").cpu_migrations);
}

}  // namespace
}  // namespace accelbench::topology
