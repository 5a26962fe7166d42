#include <CLI/CLI.hpp>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/counters_view.h"
#include "harness/counters/catalogue.h"
#include "topology/base/standard_streams.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::cli {
namespace {

constexpr const char* counters_footer =
    R"(Each counter is opened once: those under "has" have just counted, for this user. Names state what is counted;
--json lists this processor's events behind them, what these leave out and where they are documented. Counters that
separate local from remote are checked against memory at a known place, and each node's bandwidth is measured.
Nothing is changed.

Examples:
  accelbench counters
      what this machine can count, what it can't, and the command or setting that would change that
  accelbench sweep --counters dram_reads_local,dram_reads_remote --policies local,remote
      some of them, measured with a training step

Exit codes: 0 whatever is found; 2 usage.)";

}  // namespace

void add_counters_command(CLI::App& app, Action& action) {
    auto json = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("counters", "List what this machine can count, what it can't, and why");
    command->add_flag("--json", *json, "one JSON document instead of the table");
    command->footer(counters_footer);
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
