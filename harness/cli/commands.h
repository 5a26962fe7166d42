#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace accelbench::cli {

/// What the chosen subcommand will do; returns the exit code. Parsing only records it, so that everything is
/// checked before anything starts.
using Action = std::function<int()>;

/// `argv` goes into the document as it was typed.
void add_sweep_command(CLI::App& app, Action& action, const std::vector<std::string>& argv);
void add_topology_command(CLI::App& app, Action& action);
void add_doctor_command(CLI::App& app, Action& action);
void add_counters_command(CLI::App& app, Action& action);
void add_report_command(CLI::App& app, Action& action);
void add_place_command(CLI::App& app, Action& action);
void add_host_facts_command(CLI::App& app, Action& action);

}  // namespace accelbench::cli
