#include "topology/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <array>
#include <atomic>
#include <thread>

#include "in_child.h"
#include "topology/affinity.h"
#include "topology/bind.h"
#include "topology/machine.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

Observed seen(std::map<int, std::uint64_t> pages, PageKind kind = PageKind::base) {
    Observed observed;
    observed.method = "move_pages";
    observed.page_bytes = 4096;
    observed.buffers.push_back({"weights", std::move(pages), 0, kind});
    return observed;
}

RankPlacement asked(MemoryMode mode, NodeSet nodes, CpuSet cpus = {}) {
    RankPlacement rank;
    rank.memory = {mode, std::move(nodes)};
    rank.cpus = std::move(cpus);
    return rank;
}

TEST(CheckPlacement, PagesOutsideTheBindingAreMisplaced) {
    const auto check = check_placement(seen({{0, 900}, {1, 100}}), asked(MemoryMode::bind, {0}));
    EXPECT_EQ(check.pages, 1000u);
    EXPECT_EQ(check.misplaced_pages, 100u);
    EXPECT_FALSE(check.ok());
    EXPECT_THAT(check.reason, HasSubstr("100 of 1000 pages"));
    EXPECT_THAT(check.reason, HasSubstr("90.0 % are"));
}

// Base pages are dealt one by one.
TEST(CheckPlacement, WeightedInterleaveWantsSharesByWeight) {
    RankPlacement rank;
    rank.memory = {MemoryMode::weighted_interleave, {0, 1}, {{0, 3}, {1, 1}}};
    EXPECT_TRUE(check_placement(seen({{0, 768}, {1, 256}}), rank).ok());
    EXPECT_TRUE(check_placement(seen({{0, 3}, {1, 0}}), rank).ok());  // the round was cut short
    EXPECT_FALSE(check_placement(seen({{0, 512}, {1, 512}}), rank).ok());
    EXPECT_FALSE(check_placement(seen({{0, 256}, {1, 768}}), rank).ok());
}

std::uint64_t misplaced_three_to_one(std::map<int, std::uint64_t> pages) {
    RankPlacement rank;
    rank.memory = {MemoryMode::weighted_interleave, {0, 1}, {{0, 3}}};  // node 1 has no weight of its own: 1
    return check_placement(seen(std::move(pages)), rank).misplaced_pages;
}

// 1024 pages have a tolerance of 11 per unit of weight. Without the weight, a node of weight 3 would be blamed for
// the last round's pages; with too much of it, pages that are elsewhere would pass.
TEST(CheckPlacement, TheToleranceOfANodeGrowsWithItsWeight) {
    EXPECT_EQ(misplaced_three_to_one({{0, 768 + 33}, {1, 256 - 33}}), 0u);
    EXPECT_EQ(misplaced_three_to_one({{0, 768 + 34}, {1, 256 - 34}}), 1u);
    EXPECT_EQ(misplaced_three_to_one({{0, 768 - 11}, {1, 256 + 11}}), 0u);
    EXPECT_EQ(misplaced_three_to_one({{0, 768 - 12}, {1, 256 + 12}}), 1u);
}

// Five pages have shares of 3.75 and 1.25, which count as 4 and 2, and a tolerance of 1 per unit of weight.
TEST(CheckPlacement, SharesOfPartsOfAPageAreRoundedUp) {
    EXPECT_EQ(misplaced_three_to_one({{0, 2}, {1, 3}}), 0u);
    EXPECT_EQ(misplaced_three_to_one({{0, 1}, {1, 4}}), 1u);
}

// A class of 10 pages among 2000 is less than 1 % of all.
TEST(CheckPlacement, EachClassIsHeldToItsOwnBinding) {
    auto observed = seen({{0, 2000}});
    observed.buffers.push_back({"optimizer/first moment", {{0, 10}}, 0});
    auto rank = asked(MemoryMode::bind, {0});
    EXPECT_TRUE(check_placement(observed, rank).ok());
    rank.memory.by_class["optimizer"] = {MemoryMode::bind, {1}};
    const auto check = check_placement(observed, rank);
    EXPECT_EQ(check.misplaced_pages, 10u);
    EXPECT_THAT(check.reason, HasSubstr("10 of 10 pages of optimizer are not where bind on nodes 1"));
}

TEST(CheckPlacement, PagesThatPreferredSpilledAreMisplaced) {
    EXPECT_FALSE(check_placement(seen({{0, 900}, {1, 100}}), asked(MemoryMode::preferred, {0})).ok());
    EXPECT_TRUE(check_placement(seen({{0, 900}, {1, 100}}), asked(MemoryMode::preferred_many, {0, 1})).ok());
}

TEST(CheckPlacement, NinetyNinePercentAreEnoughAndLessAreNot) {
    EXPECT_TRUE(check_placement(seen({{0, 990}, {1, 10}}), asked(MemoryMode::bind, {0})).ok());
    EXPECT_FALSE(check_placement(seen({{0, 989}, {1, 11}}), asked(MemoryMode::bind, {0})).ok());
    EXPECT_TRUE(check_placement(seen({{0, 900}, {1, 100}}), asked(MemoryMode::bind, {0}), 0.9).ok());
}

TEST(CheckPlacement, InterleaveWantsEvenSharesUpToOneHugePage) {
    const auto rank = asked(MemoryMode::interleave, {0, 1});
    const auto check = [&](std::map<int, std::uint64_t> pages) {
        return check_placement(seen(std::move(pages), PageKind::transparent_huge), rank);
    };
    EXPECT_TRUE(check({{0, 51200}, {1, 51200}}).ok());
    EXPECT_EQ(check({{0, 51712}, {1, 50688}}).misplaced_pages, 0u);
    const auto lopsided = check({{0, 81920}, {1, 20480}});
    EXPECT_EQ(lopsided.misplaced_pages, 81920u - 51200u - 512u);
    EXPECT_FALSE(lopsided.ok());
}

// 30.4 MiB on two nodes: 15 huge pages fall 8 and 7, the rest is base pages. The kernel's work, and nobody's
// fault.
TEST(CheckPlacement, HugePagesAreDealtInWholeOnesHoweverFewThereAre) {
    const auto rank = asked(MemoryMode::interleave, {0, 1});
    const std::map<int, std::uint64_t> dealt{{0, 8 * 512 + 51}, {1, 7 * 512 + 51}};
    EXPECT_TRUE(check_placement(seen(dealt, PageKind::transparent_huge), rank).ok());
    EXPECT_TRUE(check_placement(seen(dealt, PageKind::system), rank).ok()) << "the system may have huge ones";
    EXPECT_FALSE(check_placement(seen(dealt, PageKind::base), rank).ok());
}

// The machine's nodes and not the policy's decide what a buffer is given: 64 MiB on eight of them are base
// pages.
TEST(CheckPlacement, BasePagesOfAnySizeHaveNoRoomForAHugePageMore) {
    const auto rank = asked(MemoryMode::interleave, {0, 1});
    EXPECT_TRUE(check_placement(seen({{0, 8200}, {1, 8184}}), rank).ok());
    EXPECT_EQ(check_placement(seen({{0, 8192 + 512}, {1, 8192 - 512}}), rank).misplaced_pages, 512u - 164u);
    EXPECT_EQ(check_placement(seen({{0, 51200 + 600}, {1, 51200 - 600}}), rank).misplaced_pages, 88u)
        << "of a large one neither";
}

// Seen on 8 nodes under THP=always: whole huge pages, two nodes with none, and the allowance for one hid it.
TEST(CheckPlacement, ASmallInterleavedBufferHasNoRoomForAHugePageMore) {
    const auto rank = asked(MemoryMode::interleave, {0, 1, 2, 3, 4, 5, 6, 7});
    EXPECT_FALSE(
        check_placement(seen({{1, 530}, {2, 815}, {3, 356}, {5, 512}, {6, 1327}, {7, 401}}), rank).ok());
    EXPECT_TRUE(
        check_placement(
            seen({{0, 488}, {1, 493}, {2, 495}, {3, 490}, {4, 492}, {5, 493}, {6, 495}, {7, 495}}), rank)
            .ok());
}

// The pool's pages are dealt in 2 MiB whatever the buffer's size: three of them on two nodes are two and one.
TEST(CheckPlacement, PagesOfThePoolAreDealtInWholeOnes) {
    const auto rank = asked(MemoryMode::interleave, {0, 1});
    EXPECT_FALSE(check_placement(seen({{0, 1024}, {1, 512}}), rank).ok());
    EXPECT_TRUE(check_placement(seen({{0, 1024}, {1, 512}}, PageKind::huge), rank).ok());
    EXPECT_FALSE(check_placement(seen({{0, 4096}, {1, 512}}, PageKind::huge), rank).ok());
}

TEST(CheckPlacement, InterleaveOffItsNodesIsMisplaced) {
    EXPECT_EQ(check_placement(seen({{0, 10}, {1, 10}, {2, 10}}), asked(MemoryMode::interleave, {0, 1}))
                  .misplaced_pages,
              10u);
}

TEST(CheckPlacement, AnUnboundRankIsNeverMisplaced) {
    auto observed = seen({{0, 1}, {5, 99}});
    observed.threads.push_back({7, "worker", {0, 1, 2, 3}, 3});
    const auto check = check_placement(observed, {});
    EXPECT_TRUE(check.ok());
    EXPECT_EQ(check.misplaced_pages, 0u);
    EXPECT_EQ(check.threads, 1);
}

TEST(CheckPlacement, WhatCanNotBeSeenIsNotTakenForPlaced) {
    auto observed = seen({});
    EXPECT_THAT(check_placement(observed, asked(MemoryMode::bind, {0})).reason, HasSubstr("no page"));
    observed.method = "none: move_pages failed";
    EXPECT_THAT(check_placement(observed, asked(MemoryMode::bind, {0})).reason, HasSubstr("can't find out"));
    EXPECT_TRUE(check_placement(observed, {}).ok());
}

TEST(CheckPlacement, AThreadThatMayLeaveItsShareIsMisplaced) {
    auto observed = seen({{0, 10}});
    observed.threads = {{7, "main", {0, 1}, 0}, {8, "stray", {0, 2}, 0}};
    const auto check = check_placement(observed, asked(MemoryMode::bind, {0}, {0, 1}));
    EXPECT_EQ(check.misplaced_threads, 1);
    EXPECT_EQ(check.reason, "thread 8 (stray) may run on cpus 0,2, outside 0-1");
}

/// Binds the child to one cpu, moves a second thread to another and asks what the kernel sees.
std::string move_a_thread(int home, int other) {
    RankPlacement rank;
    rank.cpus = {home};
    if (const auto refusal = bind_process(rank)) return *refusal;
    if (!check_placement(observe({}), rank).ok()) return "misplaced before the move";
    std::atomic<bool> moved{false}, done{false};
    std::thread stray([&] {
        cpu_set_t mask;
        CPU_ZERO(&mask);
        CPU_SET(static_cast<std::size_t>(other), &mask);
        sched_setaffinity(0, sizeof mask, &mask);
        moved = true;
        while (!done) std::this_thread::yield();
    });
    while (!moved) std::this_thread::yield();
    const auto check = check_placement(observe({}), rank);
    done = true;
    stray.join();
    return std::to_string(check.misplaced_threads) + " of " + std::to_string(check.threads) + ": " +
           check.reason;
}

TEST(Observe, AThreadThatReallyMovedIsSeen) {
    const auto cpus = this_machine().cpus;
    if (cpus.size() < 2) GTEST_SKIP() << "one usable cpu: a thread has nowhere to go";
    const int home = cpus.first();
    const int other = *std::next(cpus.begin());
    const auto text = in_child([&] { return move_a_thread(home, other); });
    EXPECT_THAT(text, HasSubstr("1 of 2: thread "));
    EXPECT_THAT(
        text, HasSubstr("may run on cpus " + std::to_string(other) + ", outside " + std::to_string(home)));
}

TEST(Observe, TellsWhatPagesABufferWasGiven) {
    MemoryBinding memory;
    for (const auto kind : {PageKind::base, PageKind::system}) {
        memory.pages = kind;
        const NumaBuffer buffer("small", 4096, memory);
        const std::array<const NumaBuffer*, 1> list{&buffer};
        EXPECT_EQ(observe(list).buffers.at(0).pages, kind);
    }
}

TEST(Observe, ManyPagesAreAllCounted) {
    NumaBuffer buffer("large", std::size_t{96} << 20, {});
    buffer.touch(0, buffer.size_bytes());
    const std::array<const NumaBuffer*, 1> list{&buffer};
    const auto observed = observe(list);
    EXPECT_EQ(observed.buffers.at(0).absent, 0u);
    EXPECT_EQ(observed.buffers.at(0).present() * observed.page_bytes, buffer.size_bytes());
}

}  // namespace
}  // namespace accelbench::topology
