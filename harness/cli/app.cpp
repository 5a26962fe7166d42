#include "harness/cli/app.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <sstream>
#include <utility>

#include "harness/cli/commands.h"
#include "harness/version.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/suggest.h"

namespace accelbench::cli {
namespace {

Failure usage(const std::string& message) { return Failure(Failure::Kind::usage, message); }

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* option : command.get_options())
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
    return names;
}

/// Says what was meant by the first word that nothing took.
void refuse_leftovers(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    const CLI::App& command = chosen.empty() ? app : *chosen.front();
    auto left = command.remaining();
    if (left.empty()) left = app.remaining();
    std::erase(left, "--");  // CLI11 counts the mark itself as left over
    if (left.empty()) return;
    const auto word = left.front().substr(0, left.front().find('='));
    if (word.rfind("-", 0) == 0) throw usage(unknown_name("option", word, option_names(command)));
    if (chosen.empty()) throw usage(unknown_name("command", word, command_names(app)));
    throw usage(fmt::format("unexpected '{}': {} takes options; see accelbench {} --help", word,
                            command.get_name(), command.get_name()));
}

/// Versions of CLI11 differ in the blank lines at the end of a help without a footer.
class OneEnd : public CLI::Formatter {
  public:
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
        std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
        while (text.ends_with("\n\n")) text.pop_back();
        return text;
    }
};

void describe(CLI::App& app) {
    app.name("accelbench");
    app.formatter(std::make_shared<OneEnd>());  // before the commands, which inherit it
    app.description(
        "accelbench: what non-uniform memory costs a distributed training step, with verified placement.");
    app.set_version_flag("--version", version);
    app.footer(
        "\nStart with:\n  accelbench topology               this machine's topology, and where each rank would be "
        "placed\n"
        "  accelbench doctor                 settings that distort measurements, and how to fix them\n"
        "  accelbench sweep --policies all   measure: about two minutes, then a table and a report\n"
        "  accelbench report DIR             regenerate the table and the report\n\n"
        "From the checkout, on 1 to 8 emulated NUMA nodes (verifies placement, not speed): scripts/numa-lab "
        "--help\n"
        "For details: accelbench COMMAND --help");
    app.require_subcommand(0, 1);
    app.allow_extras();
}

int help_or_refuse(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
        std::ostringstream text;
        const int code = app.exit(error, text, text);
        write_output(text.str());
        return code;
    }
    throw usage(fmt::format("{}; see --help", error.what()));
}

}  // namespace

int run(const std::vector<std::string>& argv) {
    CLI::App app;
    Action action;
    describe(app);
    add_sweep_command(app, action, argv);
    add_topology_command(app, action);
    add_doctor_command(app, action);
    add_counters_command(app, action);
    add_report_command(app, action);
    add_place_command(app, action);
    add_host_facts_command(app, action);
    for (auto* command : app.get_subcommands(nullptr)) {
        command->allow_extras(command->get_name() != "place");
        if (command->get_footer() == app.get_footer()) command->footer("");  // the start page's, inherited
    }
    std::vector<std::string> words(argv.rbegin(), argv.rend() - 1);  // CLI11 takes them last first
    try {
        app.parse(words);
    } catch (const CLI::ParseError& error) {
        return help_or_refuse(app, error);
    }
    refuse_leftovers(app);
    if (!action)
        throw usage(
            "no command; start with: accelbench topology, or accelbench sweep --policies all; see --help");
    return action();
}

}  // namespace accelbench::cli
