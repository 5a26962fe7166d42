// Runs under mpirun: each rank is one process of this program, and any rank's failure is the test's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

#include "bench/message/variant.h"
#include "harness/rank/group.h"

namespace accelbench::rank {
namespace {

using Values = std::vector<float>;

Values some_values(int rank, std::size_t count) {
    std::mt19937 generator(static_cast<unsigned>(rank + 1));
    std::uniform_real_distribution<float> distribution(-1, 1);
    Values values(count);
    for (float& value : values) value = distribution(generator);
    return values;
}

std::vector<std::string> usable_variants() {
    std::vector<std::string> names{std::string(blocking_allreduce)};
    for (const auto& variant : bench::message::variants())
        if (variant.unavailable().empty()) names.emplace_back(variant.name);
    return names;
}

/// Five buckets in flight, as a backward pass has them.
std::vector<Values> sums_by(bench::Group& group) {
    std::vector<Values> buckets;
    for (std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{1023}, std::size_t{70001}, std::size_t{1} << 20})
        buckets.push_back(some_values(group.rank(), size));
    for (auto& bucket : buckets) {
        group.start_sum(bucket);
        group.progress();
    }
    group.finish_sums();
    return buckets;
}

TEST(MpiGroup, EveryVariantAddsUpToTheSame) {
    for (const auto& name : usable_variants()) {
        SCOPED_TRACE(name);
        const auto group = make_mpi_group({name, {}});
        const auto buckets = sums_by(*group);
        for (const auto& bucket : buckets) {
            Values right(bucket.size());
            for (int rank = 0; rank < group->size(); ++rank) {
                const auto part = some_values(rank, bucket.size());
                for (std::size_t i = 0; i < right.size(); ++i) right[i] += part[i];
            }
            for (std::size_t i = 0; i < right.size(); ++i) ASSERT_NEAR(bucket[i], right[i], 2e-6) << i;
        }
    }
}

TEST(MpiGroup, AllRanksHaveTheSameBitsAndAgainTheNextTime) {
    for (const auto& name : usable_variants()) {
        SCOPED_TRACE(name);
        const auto group = make_mpi_group({name, {}});
        const auto sums = sums_by(*group);
        EXPECT_EQ(sums_by(*group), sums);
        auto of_rank_0 = sums.back();
        group->broadcast(std::as_writable_bytes(std::span(of_rank_0)));
        EXPECT_EQ(sums.back(), of_rank_0);
    }
}

TEST(MpiGroup, TellsHowLongItsCallsTookBetweenOtherWorkAndAfterAll) {
    const auto group = make_mpi_group({"auto", {}});
    const auto nothing = group->sum_seconds();
    EXPECT_EQ(nothing.between + nothing.exposed, 0);
    auto values = some_values(group->rank(), std::size_t{1} << 20), other_values = values;
    group->start_sum(values);
    group->progress();
    const auto started = group->sum_seconds();
    EXPECT_GT(started.between, 0);
    EXPECT_EQ(started.exposed, 0);
    group->start_sum(other_values);
    group->finish_sums();
    EXPECT_EQ(group->sum_seconds().between, started.between)
        << "nothing came between the last start and the end";
    EXPECT_GT(group->sum_seconds().exposed, 0);
}

TEST(MpiGroup, OnlySharedMemoryIsTheGroupsOwn) {
    EXPECT_TRUE(make_mpi_group()->buffers().empty());
    const auto group = make_mpi_group({"hierarchical", {{}, {}}});
    EXPECT_EQ(group->buffers().size(), group->size() > 1 ? 1U : 0U);
}

TEST(MpiGroup, SumsKeepAsMuchMemoryAsTheTableSays) {
    for (const auto& variant : bench::message::variants()) {
        if (!variant.unavailable().empty()) continue;
        const auto group = make_mpi_group({std::string(variant.name), {}});
        double bytes = 0;
        for (const auto* buffer : group->buffers()) {
            bytes += static_cast<double>(buffer->size_bytes());
            EXPECT_EQ(topology::memory_class_of(buffer->name()), bench::message::memory_class);
        }
        EXPECT_EQ(group->max(bytes), static_cast<double>(variant.memory_bytes(1, group->size())))
            << variant.name;
    }
}

TEST(MpiGroup, SharedPagesHaveNoNameInAnyFileSystem) {
    const auto group = make_mpi_group({"hierarchical", {}});
    std::ifstream maps("/proc/self/maps");
    int mappings = 0;
    for (std::string line; std::getline(maps, line);) {
        if (line.find("shared segment") == std::string::npos) continue;
        ++mappings;
        EXPECT_THAT(line, testing::EndsWith("/memfd:communication/shared segment (deleted)"));
    }
    EXPECT_EQ(mappings, group->size() > 1 ? group->size() : 0) << "its own and its neighbours'";
}

}  // namespace
}  // namespace accelbench::rank

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    const auto open =
        accelbench::rank::make_mpi_group();  // MPI can begin once only: it stays open for all tests
    return RUN_ALL_TESTS();
}
