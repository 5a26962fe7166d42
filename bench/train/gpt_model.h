#pragma once

#include <cstdint>
#include <vector>

#include "bench/train/activation_layout.h"
#include "bench/train/adamw.h"
#include "bench/train/arena.h"
#include "bench/train/attention.h"
#include "bench/train/gradient_buckets.h"
#include "bench/train/parameter_layout.h"

namespace accelbench::bench::train {

/// GPT-2's architecture: learned positions, pre-layernorm, causal attention, GELU MLP, tied head, biases
/// everywhere but in the head. Holds one rank's copy of everything but the data.
class GptModel {
  public:
    /// Maps, touches and fills the arenas; the same weights for the same seed, whatever the threads.
    GptModel(const GptShape& shape, int threads, std::uint64_t seed, const topology::MemoryPlan& memory);

    /// Mean cross entropy in nats of this rank's inputs and targets, [batch x context] each. `gradient_scale`
    /// is 1 / tokens of the whole job: with it the sum of the ranks' gradients is the gradient of the job's
    /// mean loss.
    double forward(const std::int32_t* inputs, const std::int32_t* targets, float gradient_scale);
    /// After forward() on the same inputs: writes all gradients, and hands each bucket over when it is
    /// complete.
    void backward(const std::int32_t* inputs, GradientBuckets& buckets);
    /// One AdamW update; `number` counts updates from 1.
    void update(const AdamwRule& rule, std::int64_t number);

    const GptShape& shape() const { return shape_; }
    const ParameterLayout& layout() const { return layout_; }
    float* parameters() { return parameters_.begin(); }
    float* gradients() { return gradients_.begin(); }
    std::vector<const topology::NumaBuffer*> buffers() const;

  private:
    void layer_forward(const float* input, const LayerParameters& p, const LayerActivations& a);
    void mlp_forward(const LayerParameters& p, const LayerActivations& a);
    void head_forward(const float* input, const std::int32_t* targets, float gradient_scale);
    void head_backward();
    void layer_backward(const float* input, std::size_t index, GradientBuckets& buckets);
    void mlp_backward(const LayerParameters& p, const LayerActivations& a);
    void attention_backward_of(const float* input, const LayerParameters& p, const LayerActivations& a);
    void norm_forward(const float* input, const Slot& gain, const Slot& shift, const Slot& output,
                      const Slot& mean, const Slot& inverse);
    void norm_backward(const float* input, const Slot& gain, const Slot& shift, const Slot& mean,
                       const Slot& inverse, bool accumulate);
    AttentionShape attention_shape() const {
        return {.batch = shape_.batch,
                .context = shape_.context,
                .heads = shape_.heads,
                .channels = shape_.channels};
    }
    const float* layer_input(std::size_t index) const;

    GptShape shape_;
    int threads_;
    ParameterLayout layout_;
    ActivationLayout kept_;
    ScratchLayout passing_;
    Arena parameters_;
    Arena gradients_;
    Arena moment1_;
    Arena moment2_;
    Arena activations_;
    Arena scratch_;
};

}  // namespace accelbench::bench::train
