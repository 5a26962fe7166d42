// PAPI's real path. Where the processor has no counters, a pretended one counts CPU time in nanoseconds.
#include "harness/counters/processor/counted_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <time.h>

#include <barrier>
#include <thread>

#include "../pretended_pmu.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

constexpr double burnt_seconds = 0.05;

/// Computes until this thread has used so much CPU time.
void burn(double seconds) {
    const auto used = [] {
        timespec time = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    };
    const double end = used() + seconds;
    while (used() < end) {
    }
}

EventRow row(const std::string& name, std::vector<std::string> events) {
    EventRow row;
    row.info.name = name;
    row.info.unit = "1";
    row.events = std::move(events);
    return row;
}

class CountedEvents : public ::testing::Test {
  protected:
    void SetUp() override {
        pretend(&pmu_);
        if (const auto reason = component_reason("perf_event"); !reason.empty()) GTEST_SKIP() << reason;
    }
    void TearDown() override { pretend(nullptr); }

    static std::unique_ptr<Source> count(std::vector<EventRow> rows, bool new_threads = true) {
        return count_events({{"perf_event", false, new_threads}, std::move(rows), {}, {}});
    }

    PretendedPmu pmu_;
};

// A rank's threads are made by its kernel, after the start: 8 threads would look as cheap as one.
TEST_F(CountedEvents, ThreadsThatAreMadeAfterTheStartAreCountedAliveAndEnded) {
    const auto source = count({row("instructions", {"perf::INSTRUCTIONS"})});
    ASSERT_EQ(source->counters()[0].reason, "");
    const double before = *source->read()[0].value;
    std::barrier both_done(3), looked(3);
    const auto work = [&] {
        burn(burnt_seconds);
        both_done.arrive_and_wait();
        looked.arrive_and_wait();
    };
    std::thread one(work), two(work);
    both_done.arrive_and_wait();
    const double alive = *source->read()[0].value - before;
    looked.arrive_and_wait();
    one.join();
    two.join();
    const double ended = *source->read()[0].value - before;
    EXPECT_GE(alive, 2 * burnt_seconds * 1e9 * 0.95);
    EXPECT_GE(ended, alive);
    EXPECT_LT(ended, 6 * burnt_seconds * 1e9);
}

// The proof that the test above sees threads at all.
TEST_F(CountedEvents, WithoutInheritanceNewThreadsAreNotCounted) {
    const auto source = count({row("instructions", {"perf::INSTRUCTIONS"})}, false);
    ASSERT_EQ(source->counters()[0].reason, "");
    const double before = *source->read()[0].value;
    std::thread([] { burn(burnt_seconds); }).join();
    EXPECT_LT(*source->read()[0].value - before, burnt_seconds * 1e9 / 2);
}

TEST_F(CountedEvents, ASoftwareEventOfTheRealKernelCounts) {
    const auto source = count({row("page_faults", {"perf::PAGE-FAULTS"})}, false);
    ASSERT_EQ(source->counters()[0].reason, "");
    const double before = *source->read()[0].value;
    constexpr std::size_t pages = 300, page = 4096;
    auto* memory = static_cast<volatile char*>(
        mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    madvise(const_cast<char*>(memory), pages * page, MADV_NOHUGEPAGE);
    for (std::size_t i = 0; i < pages; ++i) memory[i * page] = 1;
    const double faults = *source->read()[0].value - before;
    munmap(const_cast<char*>(memory), pages * page);
    EXPECT_GE(faults, pages);
    EXPECT_LT(faults, pages + 200);
}

TEST_F(CountedEvents, TheEventsOfARowAreSummedAndScaled) {
    auto twice = row("energy_joules", {"perf::INSTRUCTIONS", "perf::CYCLES"});
    twice.scale = 1e-9;
    const auto source = count({twice, row("branches", {"perf::BRANCHES"})});
    ASSERT_EQ(source->counters()[0].reason, "");
    const auto before = source->read();
    burn(burnt_seconds);
    const auto after = source->read();
    EXPECT_NEAR((*after[0].value - *before[0].value) / (1e-9 * (*after[1].value - *before[1].value)), 2, 0.1);
}

// As many turns as it takes, and a share that is known: silent multiplexing would be a number of nothing.
TEST_F(CountedEvents, EventsThatDoNotFitTogetherTakeTurnsAndTellTheirShare) {
    pmu_.counters = 1;
    const auto source = count({row("instructions", {"perf::INSTRUCTIONS"}), row("cycles", {"perf::CYCLES"})});
    ASSERT_EQ(source->counters()[1].reason, "");
    const auto before = source->read();
    burn(burnt_seconds);
    const auto first = source->read();
    source->next_turn();
    burn(burnt_seconds);
    const auto second = source->read();
    const auto gain = [](const Reading& from, const Reading& to) { return *to.value - *from.value; };
    EXPECT_GT(gain(before[0], first[0]), 0.9 * burnt_seconds * 1e9);
    EXPECT_EQ(gain(before[1], first[1]), 0);
    EXPECT_LT(gain(first[0], second[0]), 0.1 * burnt_seconds * 1e9);
    EXPECT_GT(gain(first[1], second[1]), 0.9 * burnt_seconds * 1e9);
    EXPECT_GT(second[0].on_seconds, 2 * burnt_seconds);
    EXPECT_NEAR(second[0].counted_seconds + second[1].counted_seconds, second[0].on_seconds, 1e-9);
}

TEST_F(CountedEvents, WhereAllFitTogetherNobodyTakesTurns) {
    const auto source = count({row("instructions", {"perf::INSTRUCTIONS"}), row("cycles", {"perf::CYCLES"})});
    EXPECT_EQ(source->read()[0].on_seconds, 0);
    EXPECT_TRUE(source->at_borders());
}

// Only adding and starting proves an event: its name alone is found on any machine.
TEST_F(CountedEvents, AnEventThatCanNotBeAddedIsNamedAndCostsTheOthersNothing) {
    const auto source = count({row("llc_misses", {"perf::NO-SUCH-EVENT"}), row("cycles", {"perf::CYCLES"})});
    EXPECT_THAT(source->counters()[0].reason, HasSubstr("perf::NO-SUCH-EVENT"));
    EXPECT_FALSE(source->read()[0].value);
    EXPECT_TRUE(source->read()[1].value);
}

// What is left of a refused row would take counters from the others, and shift their values.
TEST_F(CountedEvents, ARowOfWhichOneEventIsRefusedIsRefusedWholeAndLeavesNothingBehind) {
    const auto source =
        count({row("cycles", {"perf::CYCLES"}), row("dtlb_misses", {"perf::BRANCHES", "perf::NO-SUCH-EVENT"}),
               row("branches", {"perf::BRANCHES"})});
    EXPECT_EQ(source->counters()[0].reason, "");
    EXPECT_NE(source->counters()[1].reason, "");
    ASSERT_EQ(source->counters()[2].reason, "");
    EXPECT_EQ(source->turns(), 1);
    const auto before = source->read();
    burn(burnt_seconds);
    EXPECT_GT(*source->read()[2].value - *before[2].value, 0.9 * burnt_seconds * 1e9);
}

TEST_F(CountedEvents, APmuThatIsNotThereIsPassedOverForTheNext) {
    const auto source =
        count_events({{"perf_event", false, true}, {row("cycles", {"CYCLES"})}, {"no_such_pmu", "perf"}, {}});
    EXPECT_EQ(source->counters()[0].reason, "");
}

TEST_F(CountedEvents, OfASocketsUnitsThoseThatAreMissingArePassedOverButNotAll) {
    // PAPI 7 disables it where the machine has no such units.
    if (const std::string reason = component_reason("perf_event_uncore"); !reason.empty()) GTEST_SKIP() << reason;
    const auto source = count_events({{"perf_event_uncore", true, false},
                                      {row("memory_bytes", {"no_such_imc{0-1}::CAS"})},
                                      {},
                                      {{0, 0, 0}}});
    EXPECT_THAT(source->counters()[0].reason, HasSubstr("none of the units of no_such_imc{0-1}::CAS"));
    EXPECT_FALSE(source->at_borders());
}

// On a machine without counters PAPI refuses inheritance; one thread's number would stand for all.
TEST_F(CountedEvents, WithoutCountersAndWithThreadsThereIsAReasonAndNoNumber) {
    pretend(nullptr);
    if (component_reason("perf_event") != "") GTEST_SKIP();
    const auto probe = count({row("cycles", {"perf::CYCLES"})}, false);
    if (probe->counters()[0].reason.empty()) GTEST_SKIP() << "this machine has counters";
    const auto source = count({row("page_faults", {"perf::PAGE-FAULTS"})});
    EXPECT_THAT(source->counters()[0].reason, HasSubstr("threads that are made later"));
}

}  // namespace
}  // namespace accelbench::counters
