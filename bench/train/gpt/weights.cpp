#include "bench/base/counter_random.h"
#include "bench/train/gpt/parameter_layout.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {

void write_start(const ParameterLayout& layout, std::uint64_t seed, int thread, int threads,
                 float* parameters) {
    for (std::size_t t = 0; t < layout.tensors.size(); ++t) {
        const Tensor& tensor = layout.tensors[t];
        const Share rows = share_of(tensor.slot.rows, thread, threads);
        float* values = parameters + tensor.slot.offset;
        for (std::int64_t i = rows.begin * tensor.slot.columns; i < rows.end * tensor.slot.columns; ++i) {
            const std::uint64_t word = counter_random(seed, t, static_cast<std::uint64_t>(i));
            values[i] = tensor.start_value + tensor.start_width * (2.0F * unit_float(word) - 1.0F);
        }
    }
}

}  // namespace accelbench::bench::train
