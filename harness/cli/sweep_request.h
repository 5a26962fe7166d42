#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/cli/output_format.h"
#include "harness/plan/options.h"

namespace accelbench::cli {

/// What `accelbench sweep` was asked: the plan's options and what isn't part of a plan.
struct SweepRequest {
    plan::SweepOptions options;
    bool dry_run = false;
    std::string out;
    std::string resume;
    std::string from;
    OutputRequest output;
    plan::TypedOptions typed;
    std::vector<std::string> argv;

    bool given(std::string_view option) const {
        return std::any_of(typed.begin(), typed.end(),
                           [&](const auto& pair) { return pair.first == option; });
    }
};

/// One option of the sweep: its record drives parsing, bounds, help and "did you mean". `value` is "" for a
/// flag. `apply` throws Failure(usage) with what was typed, the bound and what to give instead; applied twice
/// it replaces.
struct SweepOption {
    std::string name;  // without dashes
    std::string value;
    std::string group;
    std::string help;
    std::function<void(SweepRequest&, const std::string&)> apply;
    std::string default_value = {};  // as it would be typed; "" where the help states a rule, or there is none
};

const std::vector<SweepOption>& sweep_options();

/// Options made of typed ones by their records, laid over `base`.
plan::SweepOptions read_options(const plan::TypedOptions& typed, plan::SweepOptions base = {});

/// What only all options together can tell: exclusions, parameters that the kernel doesn't have, lists of
/// both kinds.
void cross_check(const SweepRequest& request);

}  // namespace accelbench::cli
