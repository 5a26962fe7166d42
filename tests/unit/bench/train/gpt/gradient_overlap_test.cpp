#include "../layers/layer_testing.h"
#include "bench/train/gpt/gpt_model.h"

namespace accelbench::bench::train {
namespace {

/// Remembers the order of calls, and what each bucket held when it was handed over.
class RecordingGroup : public SoloGroup {
  public:
    void start_sum(std::span<float> values) override {
        calls += "start ";
        handed_over.push_back(values);
        contents.emplace_back(values.begin(), values.end());
    }
    void progress() override { calls += "progress "; }
    void finish_sums() override { calls += "finish "; }

    std::string calls;
    std::vector<std::span<float>> handed_over;
    std::vector<std::vector<float>> contents;
};

class GradientOverlapTest : public testing::Test {
  protected:
    GradientOverlapTest() {
        const std::vector<std::int32_t> tokens{1, 2, 3};
        model.forward(tokens.data(), tokens.data() + 1, 0.5F);
        GradientBuckets buckets(group, model.layout(), model.gradients());
        model.backward(tokens.data(), buckets);
        buckets.finish();
    }

    // 320 channels: a layer has 4.9 MB of gradients, a bucket of its own.
    const GptShape shape{.layers = 2, .heads = 2, .channels = 320, .context = 2, .batch = 1, .vocab = 11};
    GptModel<float> model{shape, test_threads, 3, {}};
    RecordingGroup group;
};

TEST_F(GradientOverlapTest, SumsStartLayerByLayerWhileTheBackwardPassGoesOn) {
    EXPECT_EQ(group.calls, "progress start progress progress start progress start finish ");
}

TEST_F(GradientOverlapTest, ABucketIsHandedOverOnlyWhenItsGradientsAreComplete) {
    ASSERT_EQ(group.contents.size(), 3U);
    for (std::size_t i = 0; i < group.contents.size(); ++i) {
        const auto now = group.handed_over[i];
        EXPECT_TRUE(std::equal(now.begin(), now.end(), group.contents[i].begin())) << "bucket " << i;
    }
}

}  // namespace
}  // namespace accelbench::bench::train
