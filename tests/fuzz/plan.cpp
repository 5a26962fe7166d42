#include "fuzz.h"
#include "harness/cli/sweep_request.h"
#include "harness/plan/needs.h"
#include "harness/plan/plan_json.h"

using namespace accelbench;

/// plan.json, as --resume reads it, and what a session asks of it before it starts.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::refusals_are_fine([&] {
        const auto plan = plan::plan_from_text(std::string(fuzz::text_of(data, size)), "plan.json",
                                               [](const auto& typed) { return cli::read_options(typed); });
        for (const int index : plan.runnable())
            plan::trial_timeout_seconds(plan.cells[static_cast<std::size_t>(index)], plan.options);
        plan::needed_bytes(plan);
        plan::plan_to_text(plan);
    });
    return 0;
}
