#include <CLI/CLI.hpp>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/counters_view.h"
#include "harness/counters/catalogue.h"
#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/standard_streams.h"

namespace accelbench::cli {
namespace {

constexpr const char* footer =
    R"(Each counter is opened once: what stands under "has" counted just now, for this user. Names are meanings; which events
of this processor they are, what they leave out and where that is documented is in --json. What claims to tell local from
remote is held against streams of memory whose place is known, and each node's bandwidth is measured; nothing is changed.

Examples:
  accelbench counters
      what this machine can count, what it can't, and the command or setting that would change that
  accelbench sweep --counters dram_reads_local,dram_reads_remote --policies local,remote
      some of them, measured with a training step

Exit codes: 0 whatever is found; 2 usage.)";

}  // namespace

void add_counters_command(CLI::App& app, Action& action) {
    auto json = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("counters", "Say what this machine can count, what it can't, and why");
    command->add_flag("--json", *json, "one JSON document instead of the table");
    command->footer(footer);
    command->callback([json, &action] {
        action = [json] {
            const auto catalogue =
                counters::measure_catalogue(topology::this_machine(), topology::read_environment());
            write_output(*json ? counters_json(catalogue) : counters_text(catalogue));
            return 0;
        };
    });
}

}  // namespace accelbench::cli
