#include <CLI/CLI.hpp>

#include "harness/cli/commands.h"
#include "harness/launch/hosts/host_answer.h"
#include "topology/base/standard_streams.h"

namespace accelbench::cli {

void add_host_facts_command(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand(
        "host-facts", "Print the facts of this machine as JSON; sweep runs it on each machine first");
    command->callback([&action] {
        action = [] {
            write_output(launch::host_answer_to_text(launch::look_at_this_host()));
            return 0;
        };
    });
}

}  // namespace accelbench::cli
