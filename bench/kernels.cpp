#include "bench/kernels.h"

#include "bench/null/null.h"
#include "bench/train/gpt/gpt.h"
#include "topology/base/rows.h"

namespace accelbench::bench {

const std::vector<KernelRow>& kernels() {
    static const std::vector<KernelRow> rows = {
        {.name = "gpt",
         .help = "a data-parallel training step of a GPT-2 style transformer, in fp32 or bf16",
         .parameters =
             {{"preset", "NAME", "sizes: tiny (0.8 M parameters), small (10.8 M), gpt2 (124 M) [tiny]"},
              {"layers", "N", "transformer layers [of the preset: 4, 6, 12]"},
              {"heads", "N", "attention heads [4, 6, 12]"},
              {"channels", "N", "width of the model, a multiple of heads [128, 384, 768]"},
              {"context", "N", "context length in tokens [64, 256, 64]"},
              {"batch", "N", "sequences per rank (--scaling strong: for the whole job) [12, 8, 4]"},
              {"vocab", "N", "vocabulary size, at least 256 [256, 256, 50257]"},
              {"data", "FILE", "text to train on, byte by byte, or 'synthetic' [the GPL, on every system]"},
              {"learning_rate", "X", "learning rate of AdamW [1e-3, 6e-4, 3e-4]"},
              {"precision", "NAME", "fp32, or bf16: products read bf16, master weights and sums stay fp32 [fp32]"}},
         .presets = {"tiny", "small", "gpt2"},
         .memory_classes = {"weights", "gradients", "optimizer", "activations", "staging"},
         .unavailable = train::gpt_unavailable,
         .plan = train::plan_gpt,
         .make = train::make_gpt},
        {.name = "null",
         .help = "simulates given step times, for tests of the pipeline",
         .parameters = {{"step", "SECONDS", "simulated time of a step [0.001]"},
                        {"noise", "SHARE", "spread of the step times, seeded [0]"},
                        {"memory", "BYTES", "memory to map and touch, such as 64M [1M]"},
                        {"fail", "HOW:RANK", "crash, hang, exit, check or loss, at a rank [never]"}},
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
