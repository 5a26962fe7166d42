#include "bench/train/limits/operation_work.h"

#include <gtest/gtest.h>

#include <set>

#include "bench/train/gpt/gpt.h"

namespace accelbench::bench::train {
namespace {

GptOptions options_of(const std::string& precision) {
    return resolve_gpt({{"preset", "tiny"}, {"data", "synthetic"}, {"precision", precision}});
}

TEST(OperationWork, AddsUpToTheFlopsOfThePlan) {
    for (const std::string precision : {"fp32", "bf16"}) {
        const auto options = options_of(precision);
        double flops = 0;
        for (const OperationWork& work : operation_works(options.shape, options.precision))
            flops += work.flops;
        const auto plan = plan_gpt({.parameters = to_parameters(options)});
        EXPECT_DOUBLE_EQ(flops, plan.phases[1].flops + plan.phases[2].flops);
    }
}

TEST(OperationWork, NamesEachOperationOnceInOrder) {
    const auto options = options_of("fp32");
    const auto works = operation_works(options.shape, options.precision);
    ASSERT_EQ(works.size(), operation_names.size());
    for (std::size_t i = 0; i < works.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(works[i].operation), i);
    EXPECT_EQ(std::set(operation_names.begin(), operation_names.end()).size(), operation_names.size());
}

// AdamW reads gradient, parameter and both moments, and writes the last three; in bf16 a copy more.
TEST(OperationWork, CountsTheBytesOfAnUpdate) {
    const auto fp32 = options_of("fp32"), bf16 = options_of("bf16");
    const double parameters = plan_gpt({.parameters = to_parameters(fp32)}).parameter_count;
    EXPECT_NEAR(operation_works(fp32.shape, fp32.precision).back().bytes, 28 * parameters,
                0.001 * 28 * parameters);
    EXPECT_NEAR(operation_works(bf16.shape, bf16.precision).back().bytes, 30 * parameters,
                0.001 * 30 * parameters);
}

// Held against the stream that moves its bytes as it does: AdamW and the backward norm write what they read.
TEST(OperationWork, KnowsWhatWritesAfresh) {
    const auto options = options_of("fp32");
    std::set<std::string_view> afresh;
    for (const OperationWork& work : operation_works(options.shape, options.precision))
        if (work.writes == Writes::afresh)
            afresh.insert(operation_names.at(static_cast<std::size_t>(work.operation)));
    EXPECT_EQ(afresh, (std::set<std::string_view>{"embedding", "norm", "GELU"}));
}

}  // namespace
}  // namespace accelbench::bench::train
