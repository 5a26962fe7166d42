#include "bench/train/gpt/gpt_model.h"

#include "bench/base/full_team.h"
#include "bench/train/layers/embedding.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {

template <class Element>
GptModel<Element>::GptModel(const GptShape& shape, int threads, std::uint64_t seed,
                            const topology::MemoryPlan& memory)
    : shape_(shape),
      threads_(full_team(threads)),
      layout_(shape),
      kept_(shape, sizeof(Element)),
      passing_(shape, threads, sizeof(Element)),
      parameters_("weights", layout_.slots, memory, threads),
      gradients_("gradients", layout_.slots, memory, threads),
      moment1_("optimizer/first moment", layout_.slots, memory, threads),
      moment2_("optimizer/second moment", layout_.slots, memory, threads),
      streams_("activations/kept streams", kept_.streams, memory, threads),
      operands_("activations/kept operands", kept_.operands, memory, threads),
      scratch_("activations/passing streams", passing_.streams, memory, threads),
      passing_operands_("activations/passing operands", passing_.operands, memory, threads) {
    if constexpr (copies_weights) copies_.emplace("weights/copies", layout_.slots, memory, threads);
    in_parallel(threads,
                [&](int thread, int parts) { write_start(layout_, seed, thread, parts, parameters()); });
    parameters_changed();
}

template <class Element>
void GptModel<Element>::parameters_changed() {
    if constexpr (copies_weights) {
        in_parallel(threads_, [&](int thread, int parts) {
            for (const Tensor& tensor : layout_.tensors) {
                const Share share = share_of(tensor, thread, parts);
                for (std::int64_t i = share.begin; i < share.end; ++i)
                    copies_->begin()[i] = narrow<Element>(parameters_.begin()[i]);
            }
        });
    }
}

template <class Element>
const float* GptModel<Element>::layer_input(std::size_t index) const {
    return streams_.at(index == 0 ? kept_.embedded : kept_.layers[index - 1].output);
}

template <class Element>
const Element* GptModel<Element>::weight(const Slot& slot) const {
    if constexpr (copies_weights)
        return copies_->at(slot);
    else
        return parameters_.at(slot);
}

template <class Element>
const Element* GptModel<Element>::d_branch() const {
    if constexpr (copies_weights)
        return passing_operands_.at(passing_.d_branch);
    else
        return scratch_.at(passing_.d_stream);
}

template <class Element>
double GptModel<Element>::forward(const std::int32_t* inputs, const std::int32_t* targets,
                                  float gradient_scale) {
    if (clock_ != nullptr) clock_->start();
    embedding_forward(threads_, {.batch = shape_.batch,
                                 .context = shape_.context,
                                 .channels = shape_.channels,
                                 .tokens = inputs,
                                 .token_table = parameters_.at(layout_.token_table),
                                 .position_table = parameters_.at(layout_.position_table),
                                 .output = streams_.at(kept_.embedded)});
    ended(Operation::embedding);
    for (std::size_t i = 0; i < layout_.layers.size(); ++i) layer_forward(i);
    head_forward(targets, gradient_scale);
    // One thread, first to last: the loss doesn't depend on the number of threads.
    double sum = 0;
    const float* losses = streams_.at(kept_.losses);
    for (std::int64_t i = 0; i < shape_.tokens(); ++i) sum += static_cast<double>(losses[i]);
    ended(Operation::loss);
    return sum / static_cast<double>(shape_.tokens());
}

template <class Element>
void GptModel<Element>::backward(const std::int32_t* inputs, GradientBuckets& buckets) {
    if (clock_ != nullptr) clock_->start();
    head_backward();
    for (std::size_t i = layout_.layers.size(); i-- > 0;) {
        mlp_backward(layout_.layers[i], kept_.layers[i]);
        buckets.progress();
        attention_backward_of(i);
        buckets.complete_from(layout_.layers[i].norm1_gain.offset);
        buckets.progress();
    }
    embedding_backward(threads_, {.batch = shape_.batch,
                                  .context = shape_.context,
                                  .channels = shape_.channels,
                                  .tokens = inputs,
                                  .d_output = scratch_.at(passing_.d_stream),
                                  .d_token_table = gradients_.at(layout_.token_table),
                                  .d_position_table = gradients_.at(layout_.position_table)});
    ended(Operation::back_embedding);
    buckets.complete_from(0);
}

template <class Element>
void GptModel<Element>::update(const AdamwRule& rule, std::int64_t number) {
    if (clock_ != nullptr) clock_->start();
    const AdamwStep step = adamw_step(rule, number);
    in_parallel(threads_, [&](int thread, int parts) {
        for (const Tensor& tensor : layout_.tensors) {
            const Share share = share_of(tensor, thread, parts);
            bf16* copy = nullptr;
            if constexpr (copies_weights) copy = copies_->begin() + share.begin;
            adamw_update(step, tensor.decayed, share.end - share.begin, gradients_.begin() + share.begin,
                         parameters_.begin() + share.begin, moment1_.begin() + share.begin,
                         moment2_.begin() + share.begin, copy);
        }
    });
    ended(Operation::update);
}

template <class Element>
std::vector<const topology::NumaBuffer*> GptModel<Element>::buffers() const {
    std::vector<const topology::NumaBuffer*> buffers = {
        &parameters_.buffer(), &gradients_.buffer(), &moment1_.buffer(), &moment2_.buffer(),
        &streams_.buffer(), &operands_.buffer(), &scratch_.buffer(), &passing_operands_.buffer()};
    if (copies_) buffers.push_back(&copies_->buffer());
    return buffers;
}

template class GptModel<float>;
template class GptModel<bf16>;

}  // namespace accelbench::bench::train
