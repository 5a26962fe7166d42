#include "bench/kernels.h"

#include "bench/null/null.h"
#include "bench/train/gpt/gpt.h"
#include "topology/base/rows.h"

namespace accelbench::bench {

const std::vector<KernelRow>& kernels() {
    static const std::vector<KernelRow> rows = {
        {.name = "gpt",
         .help = "a data-parallel training step of a GPT-2 style transformer, in fp32 or bf16",
         .parameters = train::gpt_parameters(),
         .presets = train::gpt_preset_names(),
         .memory_classes = {"weights", "gradients", "optimizer", "activations", "staging"},
         .unavailable = train::gpt_unavailable,
         .plan = train::plan_gpt,
         .make = train::make_gpt},
        {.name = "null",
         .help = "simulates given step times, for tests of the pipeline",
         .parameters = null_parameters(),
         .presets = {},
         .memory_classes = {"buffer"},
         .unavailable = [] { return std::string(); },
         .plan = plan_null,
         .make = make_null},
    };
    return rows;
}

const KernelRow* find_kernel(std::string_view name) { return find_row(kernels(), name); }

}  // namespace accelbench::bench
