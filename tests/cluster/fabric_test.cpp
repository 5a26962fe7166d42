#include "scripts/cluster-lab.d/switch/fabric.h"

#include <gtest/gtest.h>

#include <utility>

#include "scripts/cluster-lab.d/switch/units.h"

namespace accelbench::clusterlab {
namespace {

constexpr std::int64_t us = 1'000;
constexpr std::int64_t gbit = 1'000'000'000;

// With the 24 bytes of framing 1250 on the wire: 10 us at 1 Gbit, 100 us at 100 Mbit.
Bytes frame() { return std::make_shared<const std::vector<char>>(1226); }

/// When each frame reached whom, in the order of arrival.
std::vector<std::pair<std::int64_t, std::size_t>> arrivals(Fabric& fabric) {
    std::vector<std::pair<std::int64_t, std::size_t>> seen;
    while (const auto now = fabric.next_ns())
        fabric.deliver(*now, [&](std::size_t to, const Bytes&) { seen.emplace_back(*now, to); });
    return seen;
}

using Seen = std::vector<std::pair<std::int64_t, std::size_t>>;

TEST(Fabric, AFrameNeedsTheDelayAndItsTimeOnTheWireOnce) {
    Fabric fabric(Links(2, {50 * us, 0}), gbit);
    fabric.accept(0, 1, frame(), 1000 * us);
    EXPECT_EQ(arrivals(fabric), (Seen{{1060 * us, 1}}));
}

TEST(Fabric, FramesOfOnePortLeaveAtItsRate) {
    Fabric fabric(Links(3, {}), gbit);
    fabric.accept(0, 1, frame(), 0);
    fabric.accept(0, 2, frame(), 0);
    fabric.accept(0, 1, frame(), 0);
    EXPECT_EQ(arrivals(fabric), (Seen{{10 * us, 1}, {20 * us, 2}, {30 * us, 1}}));
}

TEST(Fabric, TwoSendersShareTheReceiversRate) {
    Fabric fabric(Links(3, {}), gbit);
    fabric.accept(0, 2, frame(), 0);
    fabric.accept(1, 2, frame(), 0);
    EXPECT_EQ(arrivals(fabric), (Seen{{10 * us, 2}, {20 * us, 2}}));
}

TEST(Fabric, AFrameFromFarAwayKeepsNobodyWaiting) {
    Links links(3, {0, 0});
    links.at(0, 2).delay_ns = 5000 * us;
    Fabric fabric(links, gbit);
    fabric.accept(0, 2, frame(), 0);
    fabric.accept(1, 2, frame(), 0);
    EXPECT_EQ(arrivals(fabric), (Seen{{10 * us, 2}, {5010 * us, 2}}));
}

TEST(Fabric, ALinkOfItsOwnRateIsTheBottleneckOfItsPairOnly) {
    Links links(3, {});
    links.at(0, 1).rate_bits = gbit / 10;
    Fabric fabric(links, gbit);
    for (int i = 0; i < 2; ++i) fabric.accept(0, 1, frame(), 0);
    fabric.accept(0, 2, frame(), 0);
    EXPECT_EQ(arrivals(fabric), (Seen{{30 * us, 2}, {100 * us, 1}, {200 * us, 1}}));
}

TEST(Fabric, AnUnknownTargetReachesAllOthers) {
    Fabric fabric(Links(3, {}), 0);
    fabric.accept(1, std::nullopt, frame(), 7);
    EXPECT_EQ(arrivals(fabric), (Seen{{7, 0}, {7, 2}}));
}

TEST(Fabric, APortThatSendsTooMuchIsLeftAloneUntilItsQueueIsShort) {
    Fabric fabric(Links(2, {}), gbit);
    EXPECT_TRUE(fabric.ready(0, 0));
    for (int i = 0; i < 30; ++i) fabric.accept(0, 1, frame(), 0);
    EXPECT_FALSE(fabric.ready(0, 0));
    EXPECT_TRUE(fabric.ready(1, 0));
    EXPECT_EQ(fabric.ready_ns(0), 300 * us - Fabric::backlog_ns);
    EXPECT_TRUE(fabric.ready(0, fabric.ready_ns(0)));
}

TEST(Fabric, ACutPortNeitherSendsNorReceivesNotEvenWhatIsOnItsWay) {
    Fabric fabric(Links(2, {50 * us, 0}), gbit);
    fabric.accept(0, 1, frame(), 0);
    fabric.set_cut(1, true);
    fabric.accept(1, 0, frame(), 0);
    EXPECT_EQ(arrivals(fabric), Seen{});
    fabric.set_cut(1, false);
    fabric.accept(1, 0, frame(), 1000 * us);
    EXPECT_EQ(arrivals(fabric), (Seen{{1060 * us, 0}}));
}

TEST(Fabric, AQueueThatGrowsWithoutEndLosesFramesAndCountsThem) {
    Fabric fabric(Links(2, {}), 1000);
    const auto fitting = static_cast<int>(Fabric::most_waiting_bytes / 1250) + 1;
    for (int i = 0; i < fitting + 5; ++i) fabric.accept(0, 1, frame(), 0);
    EXPECT_EQ(fabric.dropped_frames(), 5U);
}

TEST(Units, ANumberWithoutAUnitIsRefused) {
    EXPECT_EQ(parse_delay_ns("50us"), 50 * us);
    EXPECT_EQ(parse_delay_ns("2ms"), 2000 * us);
    EXPECT_EQ(parse_rate_bits("1Gbit"), gbit);
    EXPECT_EQ(parse_rate_bits("100Mbit"), gbit / 10);
    for (const auto* text :
         {"", "50", "us", "-1us", "50 us", "1.5ms", "50uss", "99999999999999999999us", "11s"})
        EXPECT_EQ(parse_delay_ns(text), std::nullopt) << text;
    for (const auto* text : {"", "1000", "0Gbit", "1gbit", "1GB", "99999999999Gbit"})
        EXPECT_EQ(parse_rate_bits(text), std::nullopt) << text;
}

}  // namespace
}  // namespace accelbench::clusterlab
