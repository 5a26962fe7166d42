#include "bench/train/gpt/gpt.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "bench/base/phase_clock.h"
#include "bench/train/data/text.h"
#include "bench/train/gpt/gpt_check.h"
#include "bench/train/gpt/gpt_model.h"
#include "bench/train/gpt/gpt_shape.h"

namespace accelbench::bench::train {
namespace {

template <class Element>
class GptKernel : public Kernel {
  public:
    GptKernel(const KernelSetup& setup, const GptOptions& options)
        : group_(*setup.group),
          listener_(setup.listener),
          threads_(setup.threads),
          memory_(setup.memory.aside()),
          rule_{.learning_rate = static_cast<float>(options.learning_rate)},
          text_(options.data, options.shape.vocab, options.shape.batch, options.shape.context, setup.seed,
                setup.memory),
          model_(options.shape, setup.threads, setup.seed, setup.memory),
          buckets_(group_, model_.layout(), model_.gradients()) {}

    Step step() override {
        const GptShape& shape = model_.shape();
        const auto ranks = static_cast<double>(group_.size());
        PhaseClock clock(listener_);
        text_.cut_batch(steps_, group_.rank() * shape.batch);
        clock.end_phase();
        const auto scale = static_cast<float>(1 / (ranks * static_cast<double>(shape.tokens())));
        const double loss = model_.forward(text_.inputs(), text_.targets(), scale);
        clock.end_phase();
        model_.backward(text_.inputs(), buckets_);
        clock.end_phase();
        buckets_.finish();
        const double mean_loss = group_.sum(loss) / ranks;
        clock.end_phase();
        model_.update(rule_, static_cast<std::int64_t>(++steps_));
        clock.end_phase();
        return {.loss = mean_loss, .phase_seconds = clock.seconds()};
    }

    std::vector<const topology::NumaBuffer*> buffers() const override {
        auto buffers = model_.buffers();
        buffers.push_back(&text_.buffer());
        return buffers;
    }

    std::string check() override { return check_gpt<Element>(threads_, memory_); }

    double measure_peak_flops() override { return matmul_peak_flops<Element>(group_, threads_, memory_); }

  private:
    Group& group_;
    PhaseListener* listener_;
    int threads_;
    topology::MemoryPlan memory_;
    AdamwRule rule_;
    Text text_;
    GptModel<Element> model_;
    GradientBuckets buckets_;
    std::uint64_t steps_ = 0;
};

}  // namespace

std::string gpt_unavailable() { return ""; }

std::unique_ptr<Kernel> make_gpt(const KernelSetup& setup) {
    const GptOptions options = resolve_gpt(setup.parameters);
    if (options.precision == Precision::bf16) return std::make_unique<GptKernel<bf16>>(setup, options);
    return std::make_unique<GptKernel<float>>(setup, options);
}

}  // namespace accelbench::bench::train
