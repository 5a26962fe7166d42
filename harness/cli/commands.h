#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace accelbench::cli {

/// What the chosen subcommand will do; returns the exit code. Parsing only records it, so that everything is checked
/// before anything starts.
using Action = std::function<int()>;

void add_sweep_command(CLI::App& app, Action& action);
void add_topology_command(CLI::App& app, Action& action);
void add_report_command(CLI::App& app, Action& action);
void add_place_command(CLI::App& app, Action& action);

}  // namespace accelbench::cli
