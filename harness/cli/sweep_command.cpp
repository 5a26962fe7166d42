#include <CLI/CLI.hpp>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/sweep.h"
#include "harness/plan/axes.h"

namespace accelbench::cli {
namespace {

constexpr const char* trust = R"(What to trust:
  A sweep first audits the machine and prints what is bad for measuring (accelbench doctor lists all facts and fixes).
  Each rank counts what this machine can count (accelbench counters lists it); reports name a cause where they show one.

)";

constexpr const char* several_machines = R"(Several machines:
  Before the first trial, also with --resume, each host reports its facts (accelbench host-facts), in parallel, within
  10 s. A host that does not answer, or has another accelbench, is named with the command that was tried; cells that need
  it are skipped, and if nothing is left to run the exit code is 5. Hosts that differ in hardware, settings, MPI or
  clock are listed with a warning. --strict-hosts makes either an error, 5. Ranks are placed for the first host.

)";

constexpr const char* examples = R"(Examples:
  accelbench sweep --policies all
      every policy that this machine can express, on a tiny GPT, in about two minutes
  accelbench sweep --policies local,remote --num-processes 1,2,4 --preset small --launches 20
      what remote memory costs a larger model, by number of ranks
  accelbench sweep --policies local,bind:0-1 --place optimizer=remote
      all local, all on nodes 0 and 1, and only the optimizer's moments remote
  accelbench sweep --policies all --dry-run --from 'pack:2 [numa] core:4 pu:2'
      what would run on another machine
  accelbench sweep --policies all --data my.txt --scaling strong --out results/monday
      train on your own text; one batch divided over all ranks

Exit codes: 0 success, 2 usage or nothing selected, 3 a cell failed or was misplaced, 5 the environment forbids the run,
128 + signal when interrupted (continue with --resume DIR).)";

/// What the records of the axes say beside their options.
std::string about_axes() {
    std::string text;
    for (const auto* axis : plan::axes_by(&plan::Axis::listed))
        if (axis->about) text += axis->about();
    return text;
}

std::string help_with_default(const SweepOption& option) {
    return option.default_value.empty() ? option.help : fmt::format("{} [{}]", option.help, option.default_value);
}

void add_option(CLI::App& command, const SweepOption& option, const std::shared_ptr<SweepRequest>& request) {
    const auto flag = (option.name.size() == 1 ? "-" : "--") + option.name;
    const auto take = [request, &option](const std::string& text) {
        request->typed.emplace_back(option.name, text);
        option.apply(*request, text);
    };
    if (option.value.empty()) {
        command
            .add_flag_callback(
                flag, [take] { take(""); }, option.help)
            ->group(option.group);
        return;
    }
    command.add_option_function<std::string>(flag, take, help_with_default(option))
        ->type_name(option.value)
        ->group(option.group)
        ->take_last();  // so that a script's defaults can be overridden behind it
}

}  // namespace

void add_sweep_command(CLI::App& app, Action& action, const std::vector<std::string>& argv) {
    auto request = std::make_shared<SweepRequest>();
    request->argv = argv;
    auto* command =
        app.add_subcommand("sweep", "Measure a training step under memory policies x machines x processes");
    for (const auto& option : sweep_options()) add_option(*command, option, request);
    command->footer(about_axes() + describe_formats() + "\n" + trust + several_machines + examples);
    command->callback([request, &action] { action = [request] { return run_sweep(*request); }; });
}

}  // namespace accelbench::cli
