#include <CLI/CLI.hpp>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/place/place.h"

namespace accelbench::cli {

void add_place_command(CLI::App& app, Action& action) {
    struct Request {
        std::string trial;
        std::vector<std::string> program;
    };
    auto request = std::make_shared<Request>();
    auto* command =
        app.add_subcommand("place", "Bind one rank and start its program; called by launchers, rarely by hand");
    command->add_option("--trial", request->trial, "the trial.json with the placement of each rank")
        ->required()
        ->type_name("FILE");
    command->add_option("program", request->program, "after --: the program to start once bound")->required();
    command->callback([request, &action] {
        action = [request] { return place::run_placed(request->trial, request->program); };
    });
}

}  // namespace accelbench::cli
