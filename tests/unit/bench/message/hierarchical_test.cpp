#include "bench/message/hierarchical.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <random>
#include <thread>

#include "thread_transport.h"
#include "topology/environment.h"
#include "topology/verify.h"

namespace accelbench::bench::message {
namespace {

using Values = std::vector<float>;

/// Machines of the ranks, one letter each: "aab" is two ranks on one machine and one on another.
const std::vector<std::string> machine_layouts{"a", "aa", "aaa", "aaaa", "ab", "abc",
                                               "abcd", "aabb", "aab", "abb", "aabbccd", "abab"};
const std::vector<std::size_t> sum_sizes{0, 1, 15, 17, 2048, 2049, 65537, 1200001};

Values some_values(int rank, std::size_t count) {
    std::mt19937 generator(static_cast<unsigned>(rank) * 977 + static_cast<unsigned>(count));
    std::uniform_real_distribution<float> distribution(-1, 1);
    Values values(count);
    for (float& value : values) value = distribution(generator);
    return values;
}

/// The sums of all sizes at once, per rank; `pace` runs between the calls and may make a rank late.
std::vector<std::vector<Values>> sums_of(const std::string& layout, const std::vector<std::size_t>& sizes,
                                         const std::function<void(int rank)>& pace) {
    std::vector<std::vector<Values>> all(layout.size());
    run_transports(static_cast<int>(layout.size()), [&](Transport& transport) {
        const int rank = transport.rank();
        auto& mine = all[static_cast<std::size_t>(rank)];
        HierarchicalSums sums(transport, {}, std::string(1, layout[static_cast<std::size_t>(rank)]));
        for (auto size : sizes) mine.push_back(some_values(rank, size));
        for (auto& values : mine) {
            pace(rank);
            sums.start(values);
            sums.progress();
        }
        pace(rank);
        sums.finish();
    });
    return all;
}

void no_pace(int) {}

// Two machines of one rank, which exchange, and one of two ranks, which share: a plan counts no pool for
// either.
TEST(HierarchicalSums, TakeNoPagesOfThePool) {
    topology::MemoryBinding memory;
    memory.pages = topology::PageKind::huge;
    for (const std::string layout : {"ab", "aa"})
        run_transports(2, [&](Transport& transport) {
            const HierarchicalSums sums(transport, memory,
                                        layout.substr(static_cast<std::size_t>(transport.rank()), 1));
            ASSERT_EQ(sums.buffers().size(), 1U);
            EXPECT_EQ(sums.buffers().front()->pages(), topology::PageKind::base);
        });
}

TEST(HierarchicalSums, SumsInFlightTogetherAreRightAndTheSameBitsOnAllRanks) {
    for (const auto& layout : machine_layouts) {
        SCOPED_TRACE(layout);
        const auto all = sums_of(layout, sum_sizes, no_pace);
        for (const auto& of_rank : all) ASSERT_EQ(of_rank, all.front());
        for (std::size_t sum = 0; sum < sum_sizes.size(); ++sum) {
            std::vector<double> right(sum_sizes[sum]);
            for (int rank = 0; rank < static_cast<int>(layout.size()); ++rank) {
                const auto values = some_values(rank, sum_sizes[sum]);
                for (std::size_t i = 0; i < right.size(); ++i) right[i] += values[i];
            }
            for (std::size_t i = 0; i < right.size(); ++i) ASSERT_NEAR(all[0][sum][i], right[i], 2e-6) << i;
        }
    }
}

/// Another's messages, and the length of the longest that was sent.
class Watched : public Transport {
  public:
    explicit Watched(Transport& inner) : inner_(inner) {}
    int rank() const override { return inner_.rank(); }
    int size() const override { return inner_.size(); }
    std::vector<std::string> all_gather(const std::string& word) override { return inner_.all_gather(word); }
    Ticket start_send(int to, int tag, std::span<const float> values) override {
        longest_ = std::max(longest_, values.size());
        return inner_.start_send(to, tag, values);
    }
    Ticket start_receive(int from, int tag, std::span<float> values) override {
        return inner_.start_receive(from, tag, values);
    }
    void poll() override { inner_.poll(); }
    bool is_over(Ticket ticket) override { return inner_.is_over(ticket); }
    std::size_t longest() const { return longest_; }

  private:
    Transport& inner_;
    std::size_t longest_ = 0;
};

// With longer ones the wire was idle while ranks asked each other whether they were ready: 4 MiB over 4
// machines took 1.3 times as long.
TEST(HierarchicalSums, UpToFourMachinesSendNoMessageThatAsksTheReceiverFirst) {
    for (const std::string layout : {"ab", "abc", "abcd", "aabb", "aabbccd"}) {
        for (const std::size_t size : {20000, 50000, 120000, 131072, 1200001}) {
            run_transports(static_cast<int>(layout.size()), [&](Transport& transport) {
                Watched watched(transport);
                const auto machine = layout[static_cast<std::size_t>(transport.rank())];
                HierarchicalSums sums(watched, {}, std::string(1, machine));
                auto values = some_values(transport.rank(), size);
                sums.start(values);
                sums.finish();
                EXPECT_LE(watched.longest() * sizeof(float), 48U << 10)
                    << layout << ", " << size << " floats";
            });
        }
    }
}

TEST(HierarchicalSums, WhoComesLateChangesNoBit) {
    const auto late = [](int late_rank) {
        return [late_rank](int rank) {
            if (rank == late_rank) std::this_thread::sleep_for(std::chrono::milliseconds(3));
        };
    };
    for (const std::string layout : {"aaaa", "aabbcc"}) {
        const auto on_time = sums_of(layout, sum_sizes, no_pace);
        for (int rank : {0, 1, 3}) EXPECT_EQ(sums_of(layout, sum_sizes, late(rank)), on_time) << layout << rank;
    }
}

TEST(HierarchicalSums, AGroupCanBeUsedAgainAndAgain) {
    run_transports(3, [](Transport& transport) {
        HierarchicalSums sums(transport, {}, transport.rank() < 2 ? "a" : "b");
        for (int step = 1; step <= 300; ++step) {
            Values values(1000, static_cast<float>(step));
            sums.start(values);
            sums.finish();
            ASSERT_EQ(values, Values(1000, 3.0F * static_cast<float>(step)));
        }
    });
}

TEST(HierarchicalSums, ProgressAloneFinishesASum) {
    for (const std::string layout : {"aaa", "aabb"}) {
        std::atomic<int> done{0};
        const int ranks = static_cast<int>(layout.size());
        run_transports(ranks, [&](Transport& transport) {
            HierarchicalSums sums(transport, {},
                                  std::string(1, layout[static_cast<std::size_t>(transport.rank())]));
            Values values(100000, 1.0F);
            sums.start(values);
            bool counted = false;
            const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
            while (done < ranks && std::chrono::steady_clock::now() < end) {
                sums.progress();
                if (!counted && values.back() == static_cast<float>(ranks)) counted = ++done > 0;
                std::this_thread::yield();
            }
            sums.finish();
        });
        EXPECT_EQ(done, ranks) << layout;
    }
}

TEST(HierarchicalSums, ARankThatWaitsLongLeavesItsCoreToOthers) {
    run_transports(3, [](Transport& transport) {
        HierarchicalSums sums(transport, {}, "a");
        Values values(10, 1.0F);
        if (transport.rank() == 2) std::this_thread::sleep_for(std::chrono::milliseconds(500));
        timespec before = {}, after = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
        sums.start(values);
        sums.finish();
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
        const double seconds = static_cast<double>(after.tv_sec - before.tv_sec) +
                               1e-9 * static_cast<double>(after.tv_nsec - before.tv_nsec);
        EXPECT_LT(seconds, 0.1) << "rank " << transport.rank();
    });
}

TEST(HierarchicalSums, ItsMemoryIsAllThereToBeProved) {
    run_transports(4, [](Transport& transport) {
        HierarchicalSums sums(transport, {}, transport.rank() < 2 ? "a" : "b");
        const auto buffers = sums.buffers();
        ASSERT_EQ(buffers.size(), transport.rank() % 2 == 0 ? 2U : 1U) << "a leader also receives messages";
        for (const auto& counts : topology::observe(buffers).buffers) {
            EXPECT_EQ(counts.absent, 0U) << counts.name;
            EXPECT_FALSE(counts.pages_by_node.empty()) << counts.name;
        }
    });
}

}  // namespace
}  // namespace accelbench::bench::message
