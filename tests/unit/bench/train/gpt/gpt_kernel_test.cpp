// The kernel as a rank sees it: through the table.
#include <cmath>
#include <filesystem>
#include <map>

#include "../../base/thread_group.h"
#include "../fixtures.h"
#include "../layers/layer_testing.h"
#include "bench/kernels.h"
#include "bench/train/data/text.h"

namespace accelbench::bench {
namespace {

std::unique_ptr<Kernel> make_gpt(Group& group, int threads, const Parameters& given) {
    const KernelRow& row = *find_kernel("gpt");
    const KernelPlan plan = row.plan({.processes = group.size(), .threads = threads, .parameters = given});
    return row.make(
        {.group = &group, .memory = {}, .threads = threads, .seed = 11, .parameters = plan.parameters});
}

std::vector<double> losses_of(Group& group, int threads, const Parameters& given, int steps) {
    const auto kernel = make_gpt(group, threads, given);
    std::vector<double> losses;
    for (int i = 0; i < steps; ++i) losses.push_back(kernel->step().loss);
    return losses;
}

std::vector<std::vector<double>> losses_of_ranks(int ranks, const Parameters& given, int steps) {
    std::vector<std::vector<double>> losses(static_cast<std::size_t>(ranks));
    run_ranks(ranks, [&](Group& group) {
        losses[static_cast<std::size_t>(group.rank())] = losses_of(group, 1, given, steps);
    });
    return losses;
}

const Parameters small_model{{"layers", "2"}, {"channels", "32"}, {"context", "16"}, {"data", text_path}};

Parameters with_batch(const std::string& batch) {
    Parameters result = small_model;
    result.emplace_back("batch", batch);
    return result;
}

/// A precision, and how far apart losses may be whose sums were taken in another order. In bf16 a sum that
/// falls on the other side of a tie is rounded the other way.
struct PrecisionCase {
    std::string name;
    double tolerance;
};

class GptKernelPrecision : public testing::TestWithParam<PrecisionCase> {
  protected:
    Parameters with_batch(const std::string& batch) const {
        Parameters result = accelbench::bench::with_batch(batch);
        result.emplace_back("precision", GetParam().name);
        return result;
    }
};

TEST_P(GptKernelPrecision, RanksTimesBatchGiveTheLossesOfOneRankWithAllRows) {
    SoloGroup alone;
    const auto whole = losses_of(alone, 1, with_batch("6"), 8);
    for (const int ranks : {2, 3}) {
        const auto parts = losses_of_ranks(ranks, with_batch(std::to_string(6 / ranks)), 8);
        for (std::size_t i = 0; i < whole.size(); ++i)
            EXPECT_NEAR(parts[0][i], whole[i], GetParam().tolerance) << ranks << " " << i;
        for (const auto& rank : parts) EXPECT_EQ(rank, parts[0]);
    }
}

// A counter read at other moments than the phases' ends would blame the wrong phase.
TEST(GptKernel, TellsItsListenerWhereTheStepAndItsPhasesEnd) {
    struct : PhaseListener {
        std::string heard;
        void step_begins() override { heard += "("; }
        void phase_ends(std::size_t phase) override { heard += std::to_string(phase); }
    } listener;
    SoloGroup alone;
    const KernelRow& row = *find_kernel("gpt");
    const KernelPlan plan = row.plan({.parameters = with_batch("1")});
    const auto kernel =
        row.make({.group = &alone, .memory = {}, .parameters = plan.parameters, .listener = &listener});
    kernel->step();
    kernel->step();
    EXPECT_EQ(listener.heard, "(01234(01234");
    EXPECT_EQ(plan.phases.size(), 5U);
}

TEST_P(GptKernelPrecision, LossesAreBitIdenticalWhenRepeated) {
    SoloGroup alone;
    const auto once = losses_of(alone, train::test_threads, with_batch("3"), 6);
    EXPECT_EQ(once, losses_of(alone, train::test_threads, with_batch("3"), 6));
    EXPECT_EQ(losses_of_ranks(3, with_batch("2"), 4), losses_of_ranks(3, with_batch("2"), 4));
}

TEST(GptKernel, PhasesAreThoseOfThePlanAndNoneIsNegative) {
    SoloGroup alone;
    const auto kernel = make_gpt(alone, 1, with_batch("2"));
    const KernelPlan plan = find_kernel("gpt")->plan({.parameters = with_batch("2")});
    const Step step = kernel->step();
    ASSERT_EQ(step.phase_seconds.size(), plan.phases.size());
    for (const double seconds : step.phase_seconds) EXPECT_GE(seconds, 0);
    EXPECT_GT(step.phase_seconds[1], 0);
}

// A bind of one class to a node too small for it would end in the out-of-memory killer.
TEST_P(GptKernelPrecision, PlansTheMemoryOfEachClassWithinTenPercent) {
    SoloGroup alone;
    const Parameters tiny{{"preset", "tiny"}, {"data", "synthetic"}, {"precision", GetParam().name}};
    for (const Parameters& given : {with_batch("2"), tiny}) {
        const auto kernel = make_gpt(alone, 2, given);
        std::map<std::string, double> bytes, planned_bytes;
        std::size_t pages = 0, planned_pages = 0;
        for (const auto* buffer : kernel->buffers()) {
            bytes[std::string(topology::memory_class_of(buffer->name()))] +=
                static_cast<double>(buffer->size_bytes());
            pages += topology::huge_pages_for(buffer->size_bytes());
        }
        const auto planned = find_kernel("gpt")->plan({.threads = 2, .parameters = given}).memory_bytes;
        for (const auto& [name, size] : planned) {
            planned_bytes[name] += size;
            planned_pages += topology::huge_pages_for(static_cast<std::size_t>(size));
        }
        EXPECT_EQ(planned_bytes.size(), bytes.size());
        for (const auto& [name, size] : planned_bytes) EXPECT_NEAR(size / bytes[name], 1, 0.1) << name;
        EXPECT_EQ(planned_pages, pages) << "who sets aside what the skip says would be told so again";
    }
}

TEST_P(GptKernelPrecision, ChecksItself) {
    SoloGroup alone;
    EXPECT_EQ(make_gpt(alone, 1, with_batch("1"))->check(), "");
}

TEST_P(GptKernelPrecision, MeasuresAPeak) {
    SoloGroup alone;
    const auto kernel = make_gpt(alone, 1, with_batch("1"));
    const double before = kernel->measure_peak_flops();
    EXPECT_GT(before, 1e8);
    EXPECT_LT(before, 1e13);
}

INSTANTIATE_TEST_SUITE_P(Both, GptKernelPrecision,
                         testing::Values(PrecisionCase{"fp32", 2e-5}, PrecisionCase{"bf16", 2e-3}),
                         [](const auto& precision) { return precision.param.name; });

/// Nats per token when each byte is guessed by its frequency alone.
double unigram_entropy(const train::Text& text) {
    std::map<int, double> counts;
    for (std::int64_t i = 0; i < text.length(); ++i) ++counts[text.tokens()[i]];
    double entropy = 0;
    for (const auto& [token, count] : counts) {
        const double share = count / static_cast<double>(text.length());
        entropy -= share * std::log(share);
    }
    return entropy;
}

TEST(GptKernel, LearnsMoreOfTheDefaultTextThanItsByteFrequencies) {
    if (!std::filesystem::exists(train::default_text)) GTEST_SKIP() << train::default_text << " isn't here";
    const train::Text text(train::default_text, 256, 1, 1, 1, {});
    const double entropy = unigram_entropy(text);
    SoloGroup alone;
    const auto losses = losses_of(alone, 1, {{"preset", "tiny"}}, 100);
    double last = 0;
    for (std::size_t i = losses.size() - 10; i < losses.size(); ++i) last += losses[i] / 10;
    EXPECT_GT(losses[0], entropy);
    EXPECT_LT(last, 0.95 * entropy) << "unigram entropy " << entropy;
}

}  // namespace
}  // namespace accelbench::bench
