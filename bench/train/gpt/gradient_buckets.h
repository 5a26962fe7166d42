#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bench/base/group.h"
#include "bench/train/gpt/parameter_layout.h"

namespace accelbench::bench::train {

/// A range of the gradient arena that is summed over the ranks at once.
struct Bucket {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// The buckets in the order in which the backward pass finishes them: whole layers from the last to the first
/// (the final norm with the last), merged until a bucket holds `smallest_bytes`; the embeddings last.
std::vector<Bucket> cut_buckets(const ParameterLayout& layout, std::int64_t smallest_bytes = 4 << 20);

/// Starts the sum of each bucket as soon as its gradients are complete, in the background of the backward
/// pass.
class GradientBuckets {
  public:
    GradientBuckets(Group& group, const ParameterLayout& layout, float* gradients);
    /// All gradients at `offset` and beyond are complete.
    void complete_from(std::int64_t offset);
    /// Lets the started sums move on.
    void progress() { group_.progress(); }
    /// Waits for all sums and makes ready for the next step.
    void finish();

  private:
    Group& group_;
    std::vector<Bucket> buckets_;
    float* gradients_;
    std::size_t started_ = 0;
};

}  // namespace accelbench::bench::train
