#include "harness/cli/meet_hosts.h"

#include <fmt/format.h>

#include "harness/launch/hosts/preflight.h"
#include "reports/analysis/host_differences.h"
#include "reports/analysis/host_troubles.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"

namespace accelbench::cli {
namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Failure(Failure::Kind::environment,
                  fmt::format("--strict-hosts: {}; without it the sweep continues with what can run", what));
}

void be_strict(const plan::Plan& plan, const std::vector<reports::HostDifference>& differences) {
    if (const auto troubles = reports::host_troubles(plan.hosts); !troubles.empty())
        refuse(troubles.front().sentence());
    if (!differences.empty()) refuse("hosts differ: " + reports::host_differences_line(differences));
}

void warn(const plan::Plan& plan, const std::vector<reports::HostDifference>& differences) {
    for (const auto& trouble : reports::host_troubles(plan.hosts))
        talk("warning: {}; cells that need {} are skipped\n", trouble.sentence(),
             trouble.hosts.size() == 1 ? "it" : "one of them");
    if (differences.empty()) return;
    talk(
        "warning: hosts differ, and a step over several takes as long as the slowest of them "
        "(--strict-hosts makes this an error):\n{}",
        reports::host_differences_text(differences));
}

}  // namespace

void meet_hosts(plan::Plan& plan, const launch::LauncherRow& launcher) {
    auto hosts = launch::ask_hosts(plan, launcher);
    const bool elsewhere = !hosts.empty() && hosts.front().facts &&
                           hosts.front().facts->machine.hostname != plan.surroundings.machine.hostname;
    if (elsewhere) {
        auto around = plan.surroundings;
        around.machine = hosts.front().facts->machine;
        around.environment = hosts.front().facts->environment;
        plan = plan::make_plan(plan.options, plan.typed, std::move(around), plan.argv);
    }
    plan.hosts = std::move(hosts);
}

void settle_hosts(plan::Plan& plan) {
    const auto differences = reports::host_differences(plan.hosts);
    if (plan.options.strict_hosts) be_strict(plan, differences);
    launch::skip_cells_without(plan, plan.hosts);
    if (!plan.runnable().empty()) warn(plan, differences);
}

}  // namespace accelbench::cli
