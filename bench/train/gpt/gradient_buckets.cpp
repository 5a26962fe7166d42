#include "bench/train/gpt/gradient_buckets.h"

namespace accelbench::bench::train {

std::vector<Bucket> cut_buckets(const ParameterLayout& layout, std::int64_t smallest_bytes) {
    std::vector<Bucket> buckets;
    std::int64_t end = layout.slots.elements();
    for (auto layer = layout.layers.rbegin(); layer != layout.layers.rend(); ++layer) {
        const std::int64_t begin = layer->norm1_gain.offset;
        const bool first_layer = layer + 1 == layout.layers.rend();
        const auto bytes = (end - begin) * static_cast<std::int64_t>(sizeof(float));
        if (bytes < smallest_bytes && !first_layer) continue;
        buckets.push_back({begin, end});
        end = begin;
    }
    buckets.push_back({0, end});
    return buckets;
}

GradientBuckets::GradientBuckets(Group& group, const ParameterLayout& layout, float* gradients)
    : group_(group), buckets_(cut_buckets(layout)), gradients_(gradients) {}

void GradientBuckets::complete_from(std::int64_t offset) {
    while (started_ < buckets_.size() && buckets_[started_].begin >= offset) {
        const Bucket& bucket = buckets_[started_++];
        group_.start_sum({gradients_ + bucket.begin, static_cast<std::size_t>(bucket.end - bucket.begin)});
    }
}

void GradientBuckets::finish() {
    group_.finish_sums();
    started_ = 0;
}

}  // namespace accelbench::bench::train
