#include "harness/plan/policy_axis.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "bench/kernels.h"
#include "bench/message/variant.h"
#include "harness/arguments/policy_text.h"
#include "harness/plan/draft.h"
#include "topology/base/failure.h"

namespace accelbench::plan {
namespace {

using Text = std::string;
using Policies = std::vector<topology::PolicyChoice>;

[[noreturn]] void refuse(const Text& message) { throw Failure(Failure::Kind::usage, message); }

void choose_policies(SweepOptions& options, const Text& text) {
    options.policies = arguments::parse_policies("--policies", text);
}

/// Several with ';' between them, each a policy of its own.
void choose_places(SweepOptions& options, const Text& text) {
    options.places.clear();
    std::stringstream parts(text);
    for (Text part; std::getline(parts, part, ';');)
        options.places.push_back(arguments::parse_classes("--place", part));
    if (options.places.empty())
        refuse(fmt::format("--place '{}': no class in it; try --place optimizer=interleave", text));
}

/// In the order of the table, whatever the order of the list; those by class of allocation come last.
Policies policies_of(const SweepOptions& options) {
    Policies policies;
    const auto add = [&](const topology::PolicyChoice& choice) {
        if (std::find(policies.begin(), policies.end(), choice) == policies.end()) policies.push_back(choice);
    };
    for (const auto& row : topology::policies()) {
        if (options.policies.empty() && row.in_all) add(row);
        for (const auto& choice : options.policies)
            if (choice.row == &row) add(choice);
    }
    for (const auto& choice : options.places) add(choice);
    return policies;
}

std::vector<Level> policy_levels(const Draft& draft) {
    std::vector<Level> levels;
    for (const auto& policy : policies_of(draft.options))
        levels.push_back({policy.name(), [policy](Draft& chosen) {
                              chosen.policy = policy;
                              chosen.cell.policy = policy.name();
                          }});
    return levels;
}

/// The table of policies as it stands: a new row is in the help at once.
Text about_policies() {
    Text text = "Policies:\n";
    for (const auto& policy : topology::policies())
        text += fmt::format("  {:<28}{} {}\n", Text(policy.name) + arguments::nodes_help(policy),
                            policy.in_all ? "*" : " ", policy.memory_help);
    text +=
        "  * included in `all`. Except under baseline, each rank is bound to its own share of one node's "
        "cpus.\n\n"
        "By class of allocation: --place weights=interleave,optimizer=local,staging=node:1\n"
        "  is one more policy. Classes not named are local, or follow rest=POLICY. Several: 'A;B'. "
        "Classes:\n";
    for (const auto& kernel : bench::kernels())
        text += fmt::format("  {:<5} {}\n", kernel.name, fmt::join(kernel.memory_classes, ", "));
    return text +
           fmt::format("  and   {}, unless --allreduce flat or gloo\n\n", bench::message::memory_class);
}

}  // namespace

Axis policy_axis() {
    Axis axis{.name = "policy", .levels = policy_levels, .loop = 6, .listed = 1, .about = about_policies};
    axis.options = {{"policies", "LIST", "memory policies, see below", choose_policies, "all"},
                    {"place", "SPEC", "one more policy, by class of allocation, see below", choose_places}};
    return axis;
}

}  // namespace accelbench::plan
