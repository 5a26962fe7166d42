#include "bench/kernel.h"
#include "bench/null.h"
#include "bench/train/gpt.h"

namespace accelbench::bench {

const std::vector<KernelRow>& kernels() {
    static const std::vector<KernelRow> rows = {
        {.name = "gpt",
         .help = "a data-parallel training step of a GPT-2 style transformer, in fp32",
         .parameters = {"preset", "layers", "heads", "channels", "context", "batch", "vocab", "data",
                        "learning_rate"},
         .presets = {"tiny", "small", "gpt2"},
         .unavailable = train::gpt_unavailable,
         .plan = train::plan_gpt,
         .make = train::make_gpt},
        {.name = "null",
         .help = "pretends with given step times, for tests of the pipeline",
         .parameters = {"step", "noise", "memory", "fail"},
         .presets = {},
         .unavailable = [] { return std::string(); },
         .plan = plan_null,
         .make = make_null},
    };
    return rows;
}

const KernelRow* find_kernel(std::string_view name) {
    for (const KernelRow& row : kernels()) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

}  // namespace accelbench::bench
