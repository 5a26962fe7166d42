#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "bench/train/gpt/activation_layout.h"
#include "bench/train/gpt/gradient_buckets.h"
#include "bench/train/gpt/operation_clock.h"
#include "bench/train/gpt/parameter_layout.h"
#include "bench/train/layers/adamw.h"
#include "bench/train/layers/attention.h"
#include "bench/train/layers/linear.h"
#include "bench/train/math/arena.h"

namespace accelbench::bench::train {

/// GPT-2's architecture: learned positions, pre-layernorm, causal attention, GELU MLP, tied head, biases
/// everywhere but in the head. Holds one rank's copy of everything but the data.
///
/// Element: what products read. float: everything is fp32. bf16: products read bf16 copies of the weights and
/// bf16 activations and sum in fp32; weights, gradients, moments and the residual stream stay fp32, as under
/// PyTorch's autocast.
template <class Element>
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
    /// After the parameters were written from outside: renews the copies that products read.
    void parameters_changed();

    /// From now on adds the time of each operation to `clock`; null: no longer.
    void watch(OperationClock* clock) { clock_ = clock; }

    const GptShape& shape() const { return shape_; }
    const ParameterLayout& layout() const { return layout_; }
    float* parameters() { return parameters_.begin(); }
    float* gradients() { return gradients_.begin(); }
    std::vector<const topology::NumaBuffer*> buffers() const;

  private:
    static constexpr bool copies_weights = !std::is_same_v<Element, float>;

    /// What a norm reads and what it gives; the slots of its figures.
    struct Norm {
        const float* stream;
        const float* branch_bias;  // null: no branch before it
        Slot sum;                  // where the stream goes on; unused without a branch
        Slot gain, shift, mean, inverse, output;
    };

    void layer_forward(std::size_t index);
    void mlp_forward(const LayerParameters& p, const LayerActivations& a);
    void head_forward(const std::int32_t* targets, float gradient_scale);
    void head_backward();
    void mlp_backward(const LayerParameters& p, const LayerActivations& a);
    void attention_backward_of(std::size_t index);
    void norm_forward(const Norm& norm);
    void norm_backward(const float* sum, const Norm& norm, float* d_bias, bool accumulate);
    Norm first_norm(std::size_t layer) const;
    Norm second_norm(std::size_t layer) const;
    Norm final_norm() const;

    Linear<Element> linear(std::int64_t inputs, std::int64_t outputs) {
        return {.tokens = shape_.tokens(), .inputs = inputs, .outputs = outputs, .space = space()};
    }
    AttentionShape attention_shape() const {
        return {.batch = shape_.batch,
                .context = shape_.context,
                .heads = shape_.heads,
                .channels = shape_.channels};
    }
    /// The residual stream as layer `index` reads it; that of the final norm for index = layers.
    const float* layer_input(std::size_t index) const;
    const Element* weight(const Slot& slot) const;
    const Element* d_branch() const;
    float* space() { return scratch_.at(passing_.space); }
    void ended(Operation operation) {
        if (clock_ != nullptr) clock_->end(operation);
    }

    GptShape shape_;
    int threads_;
    ParameterLayout layout_;
    ActivationLayout kept_;
    ScratchLayout passing_;
    Arena<float> parameters_;
    std::optional<Arena<Element>> copies_;
    Arena<float> gradients_;
    Arena<float> moment1_;
    Arena<float> moment2_;
    Arena<float> streams_;
    Arena<Element> operands_;
    Arena<float> scratch_;
    Arena<Element> passing_operands_;
    OperationClock* clock_ = nullptr;
};

extern template class GptModel<float>;
extern template class GptModel<bf16>;

}  // namespace accelbench::bench::train
