#include "harness/cli/resume.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/plan/plan_json.h"
#include "topology/failure.h"
#include "topology/machine.h"

namespace accelbench::cli {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    if (!file)
        throw Failure(
            Failure::Kind::usage,
            fmt::format("{}: {}; --resume takes the folder of an earlier sweep", path, std::strerror(errno)));
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The stored wish with what was typed now laid over it: the same as the stored one when nothing new was
/// said.
plan::SweepOptions overlaid(const SweepRequest& request, const plan::SweepOptions& stored) {
    SweepRequest merged;
    merged.options = stored;
    for (const auto& [name, text] : request.typed)
        for (const auto& option : sweep_options())
            if (option.name == name) option.apply(merged, text);
    return merged.options;
}

}  // namespace

plan::Plan load_plan(const launch::OutputFolder& folder) {
    return plan::plan_from_text(text_of(folder.plan()), folder.plan());
}

StoredSession load_session(const SweepRequest& request) {
    const launch::OutputFolder folder{std::filesystem::absolute(request.resume).lexically_normal().string()};
    auto plan = load_plan(folder);
    const auto difference = plan::first_difference(plan.options, overlaid(request, plan.options));
    if (!difference.empty())
        throw Failure(
            Failure::Kind::usage,
            fmt::format(
                "--resume {}: {}; a session goes on with its own plan: leave the option away, or start anew "
                "with another --out",
                request.resume, difference));
    const auto moved = plan::machine_difference(plan.surroundings.machine, topology::this_machine());
    if (!moved.empty())
        throw Failure(
            Failure::Kind::environment,
            fmt::format(
                "--resume {}: this is not the machine that it began on ({}); start anew with another --out",
                request.resume, moved));
    return {std::move(plan), folder};
}

}  // namespace accelbench::cli
