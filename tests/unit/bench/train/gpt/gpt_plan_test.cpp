#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../fixtures.h"
#include "bench/base/parameters.h"
#include "bench/train/gpt/gpt.h"
#include "topology/base/failure.h"

namespace accelbench::bench::train {
namespace {

std::string refusal(const Parameters& given) {
    try {
        plan_gpt({.parameters = given});
    } catch (const Failure& failure) {
        return failure.kind() == Failure::Kind::usage ? failure.what() : "wrong kind";
    }
    return "accepted";
}

/// All sizes but the layers as large as each may be alone.
Parameters largest(const std::string& layers) {
    return {
        {"layers", layers},
        {"heads", "1000"},
        {"channels", "100000"},
        {"context", "100000"},
        {"batch", "100000"},
        {"data", "synthetic"},
    };
}

struct Bad {
    Parameters given;
    std::string message;
};

class GptPlanBounds : public testing::TestWithParam<Bad> {};

TEST_P(GptPlanBounds, AreNamedWhenBroken) {
    EXPECT_THAT(refusal(GetParam().given), testing::HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Bounds, GptPlanBounds,
    testing::Values(Bad{{{"preset", "huge"}}, "unknown preset 'huge'; there are: tiny, small, gpt2"},
                    Bad{{{"depth", "2"}}, "unknown parameter 'depth'; there are: preset, layers"},
                    Bad{{{"heads", "5"}, {"data", "synthetic"}}, "channels=128 does not divide by heads=5"},
                    Bad{{{"vocab", "200"}, {"data", text_path}}, "vocab=200 is below 256"},
                    Bad{{{"vocab", "70000"}}, "vocab=70000 is not a whole number from 2 to 65536"},
                    Bad{{{"layers", "0"}}, "layers=0 is not a whole number from 1 to 1000"},
                    Bad{{{"batch", "1.5"}}, "batch=1.5 is not a whole number"},
                    Bad{{{"precision", "fp16"}}, "precision=fp16 is not one of fp32, bf16"},
                    Bad{{{"learning_rate", "nan"}}, "learning_rate=nan is not a number from 0 to 1"},
                    Bad{{{"context", "5000"}, {"data", text_path}},
                        "context=5000 needs a text of 5001 bytes or more"},
                    Bad{{{"data", "/nonexistent"}}, "data /nonexistent can't be read"},
                    Bad{largest("10"),
                        "layers=10 heads=1000 channels=100000 context=100000 batch=100000 would "
                        "keep 35.4 EiB of activations, and this program counts to 4 EiB"}));

TEST(GptPlan, TakesAnyVocabularyWithSyntheticData) {
    EXPECT_EQ(refusal({{"vocab", "16"}, {"data", "synthetic"}}), "accepted");
}

TEST(GptPlan, CountsTheParametersOfGpt2) {
    const KernelPlan plan =
        plan_gpt({.parameters = {{"preset", "gpt2"}, {"context", "1024"}, {"data", "synthetic"}}});
    EXPECT_EQ(plan.parameter_count, 124439808);  // the published 124 M
}

TEST(GptPlan, CountsMultiplyAddsOfMatrixProductsTwiceAndTheCausalHalfOnly) {
    const KernelPlan plan = plan_gpt({.parameters = {{"preset", "tiny"}, {"data", "synthetic"}}});
    const double tokens = 12 * 64;
    const double linears = 2.0 * tokens * (4 * 12 * 128 * 128 + 128 * 256);
    const double attention = 4 * 12.0 * 2 * 2 * 128 * 64 * 65 / 2;
    EXPECT_EQ(plan.phases[1].phase, "forward");
    EXPECT_DOUBLE_EQ(plan.phases[1].flops, linears + attention);
    EXPECT_DOUBLE_EQ(plan.phases[2].flops, 2 * plan.phases[1].flops);
    EXPECT_EQ(plan.items_per_step, tokens);
}

// A cell's id is made of these: cells measured before there was a choice keep theirs.
TEST(GptPlan, NamesThePrecisionOnlyWhereItIsNotFp32) {
    const Parameters data{{"data", "synthetic"}};
    EXPECT_FALSE(find_value(plan_gpt({.parameters = data}).parameters, "precision"));
    Parameters fp32 = data, bf16 = data;
    fp32.emplace_back("precision", "fp32");
    bf16.emplace_back("precision", "bf16");
    EXPECT_EQ(plan_gpt({.parameters = fp32}).parameters, plan_gpt({.parameters = data}).parameters);
    const auto resolved = plan_gpt({.parameters = bf16}).parameters;
    EXPECT_EQ(find_value(resolved, "precision"), "bf16");
    EXPECT_EQ(plan_gpt({.parameters = resolved}).parameters, resolved);
}

double class_bytes(const KernelPlan& plan, std::string_view memory_class) {
    double sum = 0;
    for (const auto& [name, bytes] : plan.memory_bytes)
        if (name == memory_class) sum += bytes;
    return sum;
}

TEST(GptPlan, OfBf16KeepsFp32MastersAndHalvesWhatProductsRead) {
    const KernelPlan fp32 = plan_gpt({.parameters = {{"data", "synthetic"}}});
    const KernelPlan bf16 = plan_gpt({.parameters = {{"data", "synthetic"}, {"precision", "bf16"}}});
    // Masters and copies.
    EXPECT_DOUBLE_EQ(class_bytes(bf16, "weights"), 1.5 * class_bytes(fp32, "weights"));
    EXPECT_DOUBLE_EQ(class_bytes(bf16, "gradients"), class_bytes(fp32, "gradients"));
    EXPECT_LT(class_bytes(bf16, "activations"), 0.65 * class_bytes(fp32, "activations"));
    EXPECT_DOUBLE_EQ(bf16.phases[4].bytes, fp32.phases[4].bytes * 30 / 28);
    EXPECT_EQ(bf16.phases[1].flops, fp32.phases[1].flops);
}

// Past 64 bits they would be any number, and the sweep would start a cell that no machine holds.
TEST(GptPlan, CountsTheBytesOfTheLargestShapeThatItTakes) {
    const KernelPlan plan = plan_gpt({.parameters = largest("1")});
    const double tokens = 1e10;
    const double kept = tokens * (16e5 + 1e3 * 1e5);  // of the layer, beside its norms' figures
    const double passing = tokens * 6e5;              // narrow, wide and d_stream
    const double ends = tokens * (2e5 + 256);         // embedded, final, logits
    EXPECT_NEAR(class_bytes(plan, "activations") / (4 * (kept + passing + ends)), 1, 1e-4);
}

TEST(GptPlan, SendsNothingAloneAndARingsShareOtherwise) {
    const Parameters given{{"data", "synthetic"}};
    EXPECT_EQ(plan_gpt({.parameters = given}).phases[3].message_bytes, 0);
    const KernelPlan four = plan_gpt({.processes = 4, .parameters = given});
    EXPECT_NEAR(four.phases[3].message_bytes, 2 * 4 * four.parameter_count * 3 / 4,
                0.001 * four.parameter_count);
}

TEST(GptPlan, StrongScalingDividesTheBatchOrSkipsWithTheNearestThatDo) {
    KernelRequest request{.processes = 4, .strong_scaling = true, .parameters = {{"data", "synthetic"}}};
    EXPECT_EQ(find_value(plan_gpt(request).parameters, "batch"), "3");
    request.processes = 8;
    try {
        plan_gpt(request);
        FAIL() << "no skip";
    } catch (const Skip& skip) {
        EXPECT_EQ(skip.reason, "batch 12 does not divide by 8 processes; nearest that do: 6, 12");
    }
    request.processes = 13;
    try {
        plan_gpt(request);
        FAIL() << "no skip";
    } catch (const Skip& skip) {
        EXPECT_EQ(skip.reason, "batch 12 does not divide by 13 processes; nearest that do: 12");
    }
}

TEST(GptPlan, ResolvesToParametersThatResolveToThemselves) {
    const auto once =
        plan_gpt({.parameters = {{"layers", "3"}, {"preset", "small"}, {"data", text_path}}}).parameters;
    EXPECT_EQ(once, plan_gpt({.parameters = once}).parameters);
    EXPECT_EQ(find_value(once, "layers"), "3");
    EXPECT_EQ(find_value(once, "channels"), "384");
    EXPECT_EQ(once.front().first, "preset");
}

}  // namespace
}  // namespace accelbench::bench::train
