#pragma once

#include <string>
#include <vector>

#include "harness/launch/hosts/question.h"
#include "harness/launch/launchers/launcher.h"
#include "harness/plan/plan.h"
#include "reports/model/host.h"

namespace accelbench::launch {

constexpr double patience_seconds = 10;  // with a host that doesn't answer; they wait side by side

/// Asks the hosts that the plan's cells need what they are (accelbench host-facts), each over what the
/// launcher starts ranks with. One Host each, in the order in which cells take them. Empty where there is
/// nobody to ask: neither hosts nor an allocation were given, or the launcher stays on this machine.
/// A signal ends this process, as it would have outside.
std::vector<reports::Host> ask_hosts(const plan::Plan& plan, const LauncherRow& launcher,
                                     double patience = patience_seconds);

/// The part of ask_hosts for machines by name, `names` being the first of the plan's: this one says what it is
/// itself, the others over find_agent(--rsh). Throws Failure(usage) where two names are of one machine.
std::vector<reports::Host> ask_over_agent(const plan::Plan& plan, const LauncherRow& launcher,
                                          const std::vector<std::string>& names, double patience,
                                          const std::vector<std::string>& command);

/// A host's facts, or its trouble, from what came of the question. Pure.
reports::Host host_of(const std::string& name, const Answer& answer);

/// One step of Slurm with a task on each of `machines` nodes; `names` are theirs, empty when Slurm doesn't
/// say them. Output is labelled, as nodes write at the same time.
std::vector<std::string> step_tokens(const std::vector<std::string>& names, int machines,
                                     const std::vector<std::string>& command);

/// The nodes of that step, in the order of `names`, from its output ("3: text", by task). Pure.
std::vector<reports::Host> hosts_of_step(const std::vector<std::string>& names, int machines,
                                         const Answer& answer);

/// Cells that need a host in trouble become skips by environment, with the trouble as the reason.
void skip_cells_without(plan::Plan& plan, const std::vector<reports::Host>& hosts);

}  // namespace accelbench::launch
