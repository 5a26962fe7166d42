#include "bench/train/gpt_model.h"

#include "bench/train/embedding.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {

GptModel::GptModel(const GptShape& shape, int threads, std::uint64_t seed, const topology::MemoryPlan& memory)
    : shape_(shape),
      threads_(threads),
      layout_(shape),
      kept_(shape),
      passing_(shape, threads),
      parameters_("weights", layout_.slots, memory, threads),
      gradients_("gradients", layout_.slots, memory, threads),
      moment1_("optimizer/first moment", layout_.slots, memory, threads),
      moment2_("optimizer/second moment", layout_.slots, memory, threads),
      activations_("activations/kept", kept_.slots, memory, threads),
      scratch_("activations/passing", passing_.slots, memory, threads) {
    in_parallel(threads,
                [&](int thread, int parts) { write_start(layout_, seed, thread, parts, parameters()); });
}

const float* GptModel::layer_input(std::size_t index) const {
    return activations_.at(index == 0 ? kept_.embedded : kept_.layers[index - 1].output);
}

double GptModel::forward(const std::int32_t* inputs, const std::int32_t* targets, float gradient_scale) {
    embedding_forward(threads_, {.batch = shape_.batch,
                                 .context = shape_.context,
                                 .channels = shape_.channels,
                                 .tokens = inputs,
                                 .token_table = parameters_.at(layout_.token_table),
                                 .position_table = parameters_.at(layout_.position_table),
                                 .output = activations_.at(kept_.embedded)});
    for (std::size_t i = 0; i < layout_.layers.size(); ++i) {
        layer_forward(layer_input(i), layout_.layers[i], kept_.layers[i]);
    }
    head_forward(layer_input(layout_.layers.size()), targets, gradient_scale);
    // One thread, first to last: the loss doesn't depend on the number of threads.
    double sum = 0;
    const float* losses = activations_.at(kept_.losses);
    for (std::int64_t i = 0; i < shape_.tokens(); ++i) sum += static_cast<double>(losses[i]);
    return sum / static_cast<double>(shape_.tokens());
}

void GptModel::backward(const std::int32_t* inputs, GradientBuckets& buckets) {
    head_backward();
    for (std::size_t i = layout_.layers.size(); i-- > 0;) {
        layer_backward(layer_input(i), i, buckets);
        buckets.complete_from(layout_.layers[i].norm1_gain.offset);
        buckets.progress();
    }
    embedding_backward(threads_, {.batch = shape_.batch,
                                  .context = shape_.context,
                                  .channels = shape_.channels,
                                  .tokens = inputs,
                                  .d_output = scratch_.at(passing_.d_residual),
                                  .d_token_table = gradients_.at(layout_.token_table),
                                  .d_position_table = gradients_.at(layout_.position_table)});
    buckets.complete_from(0);
}

void GptModel::update(const AdamwRule& rule, std::int64_t number) {
    const AdamwStep step = adamw_step(rule, number);
    in_parallel(threads_, [&](int thread, int parts) {
        for (const Tensor& tensor : layout_.tensors) {
            // The rows that this thread touched; a vector has one row and is cut by its elements.
            const bool vector = tensor.slot.rows == 1;
            const Share share = share_of(vector ? tensor.slot.columns : tensor.slot.rows, thread, parts);
            const std::int64_t width = vector ? 1 : tensor.slot.columns;
            const std::int64_t at = tensor.slot.offset + share.begin * width;
            adamw_update(step, tensor.decayed, (share.end - share.begin) * width, gradients_.begin() + at,
                         parameters_.begin() + at, moment1_.begin() + at, moment2_.begin() + at);
        }
    });
}

std::vector<const topology::NumaBuffer*> GptModel::buffers() const {
    return {&parameters_.buffer(), &gradients_.buffer(),   &moment1_.buffer(),
            &moment2_.buffer(),    &activations_.buffer(), &scratch_.buffer()};
}

}  // namespace accelbench::bench::train
