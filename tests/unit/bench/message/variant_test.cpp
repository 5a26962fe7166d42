#include "bench/message/variant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "bench/base/group.h"
#include "bench/message/hierarchical.h"
#include "thread_transport.h"
#include "topology/base/failure.h"
#include "topology/environment.h"

namespace accelbench::bench::message {
namespace {

using testing::HasSubstr;
using Values = std::vector<float>;

class NamedSums : public Sums {
  public:
    std::string description() const override { return "the library's own"; }
    std::string_view way(std::size_t) const override { return "flat"; }
    void start(std::span<float>) override {}
    void progress() override {}
    void finish() override {}
};

SumsRequest request(const std::string& variant, topology::MemoryBinding memory = {}) {
    return {variant, std::move(memory), [] { return std::make_unique<NamedSums>(); }};
}

TEST(Variants, EachOneAddsUpUnlessItSaysWhyItIsMissing) {
    for (const Variant& variant : variants()) {
        if (variant.name == "flat" || !variant.unavailable().empty()) continue;
        SCOPED_TRACE(variant.name);
        run_transports(3, [&](Transport& transport) {
            auto wish = request(std::string(variant.name));
            wish.flat = [&] {
                return std::make_unique<HierarchicalSums>(transport, wish.memory);
            };  // one that adds
            const auto sums = make_sums(wish, transport);
            Values small(5, static_cast<float>(transport.rank())), none, large(300001, 1.0F);
            for (auto* values : {&small, &none, &large}) sums->start(*values);
            sums->progress();
            sums->finish();
            EXPECT_EQ(small, Values(5, 3.0F));
            EXPECT_EQ(large, Values(300001, 3.0F));
        });
    }
}

TEST(Variants, TellWhichWayASumReallyGoes) {
    const std::map<std::string, std::pair<std::string, std::string>> small_and_large{
        {"flat", {"flat", "flat"}},
        {"hierarchical", {"hierarchical", "hierarchical"}},
        {"auto", {"flat", "hierarchical"}}};
    for (const auto& [variant, ways] : small_and_large) {
        SCOPED_TRACE(variant);
        run_transports(3, [&, ways = ways, variant = variant](Transport& transport) {
            const auto sums = make_sums(request(variant), transport);
            EXPECT_EQ(sums->way(2048), ways.first);
            EXPECT_EQ(sums->way(1 << 20), ways.second);
        });
    }
}

TEST(SumsTaken, AreCountedByTheirWayWithTheirSizes) {
    std::vector<SumsTaken> taken;
    count_sum(taken, "flat", 8);
    count_sum(taken, "hierarchical", 4096);
    count_sum(taken, "flat", 2);
    count_sum(taken, "flat", 16);
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[0].variant, "flat");
    EXPECT_EQ(taken[0].sums, 3U);
    EXPECT_EQ(taken[0].least_bytes, 2U);
    EXPECT_EQ(taken[0].most_bytes, 16U);
    EXPECT_EQ(taken[1].sums, 1U);
}

TEST(Variants, AnUnknownNameIsAnsweredWithThoseThatThereAre) {
    run_transports(1, [](Transport& transport) {
        try {
            make_sums(request("ring"), transport);
            FAIL() << "made sums of an unknown kind";
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.kind(), Failure::Kind::usage);
            EXPECT_THAT(failure.what(),
                        HasSubstr("unknown all-reduce 'ring'; there are: flat, hierarchical, auto, gloo"));
        }
    });
}

TEST(Variants, WhenOneRankCannotShareItsMemoryAllRanksHearWhy) {
    if (const auto refusal = topology::mempolicy_refusal()) GTEST_SKIP() << *refusal;
    run_transports(3, [](Transport& transport) {
        topology::MemoryBinding memory;
        if (transport.rank() == 1) memory = {topology::MemoryMode::bind, {1000}};
        try {
            make_sums(request("hierarchical", memory), transport);
            ADD_FAILURE() << "rank " << transport.rank() << " went on";
        } catch (const Failure& failure) {
            EXPECT_THAT(failure.what(), HasSubstr("rank 1: shared memory"));
        }
    });
}

TEST(Variants, AutoIsFlatWhereMemoryCannotBeSharedAndSaysSo) {
    if (const auto refusal = topology::mempolicy_refusal()) GTEST_SKIP() << *refusal;
    run_transports(2, [](Transport& transport) {
        const auto sums = make_sums(request("auto", {topology::MemoryMode::bind, {1000}}), transport);
        EXPECT_THAT(sums->description(),
                    HasSubstr("the library's own, because ranks can't share memory here"));
    });
}

TEST(Variants, AutoIsFlatOnlyForTinySumsOfManyRanksOnOneMachine) {
    EXPECT_FALSE(takes_hierarchical(2048, 1, 3));
    EXPECT_TRUE(takes_hierarchical(2052, 1, 3));
    EXPECT_TRUE(takes_hierarchical(4, 1, 2));
    EXPECT_TRUE(takes_hierarchical(4, 2, 3));
    EXPECT_TRUE(takes_hierarchical(4, 4, 1));
    EXPECT_FALSE(takes_hierarchical(1 << 26, 1, 1)) << "a group of one";
}

}  // namespace
}  // namespace accelbench::bench::message
