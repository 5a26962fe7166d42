#include "harness/cli/resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/plan/cell_hosts.h"
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

/// The first option typed now that changes the stored wish, in words ("--steps was 10, now 20"); "" when none
/// does.
std::string first_difference(const plan::Plan& stored, const plan::TypedOptions& now) {
    for (const auto& [name, text] : now) {
        if (read_options({{name, text}}, stored.options) == stored.options) continue;
        const auto before =
            std::find_if(stored.typed.rbegin(), stored.typed.rend(),
                         [&, wanted = name](const auto& option) { return option.first == wanted; });
        return fmt::format("--{} was {}, now {}", name,
                           before == stored.typed.rend() ? "not given" : before->second,
                           text.empty() ? "given" : text);
    }
    return "";
}

}  // namespace

plan::Plan load_plan(const launch::OutputFolder& folder) {
    return plan::plan_from_text(text_of(folder.plan()), folder.plan(),
                                [](const auto& typed) { return read_options(typed); });
}

StoredSession load_session(const SweepRequest& request) {
    const launch::OutputFolder folder{std::filesystem::absolute(request.resume).lexically_normal().string()};
    auto plan = load_plan(folder);
    const auto difference = first_difference(plan, request.typed);
    if (!difference.empty())
        throw Failure(
            Failure::Kind::usage,
            fmt::format(
                "--resume {}: {}; a session goes on with its own plan: leave the option away, or start anew "
                "with another --out",
                request.resume, difference));
    const auto gone = plan::missing_host(plan.cells, plan.surroundings.hosts);
    if (!gone.empty())
        throw Failure(
            Failure::Kind::environment,
            fmt::format("--resume {}: its cells name the host {}, which is not among those here; go "
                        "on where it is, or start anew with another --out",
                        request.resume, gone));
    return {std::move(plan), folder};
}

void check_machine(const SweepRequest& request, const plan::Plan& plan) {
    const bool asked = !plan.hosts.empty();
    if (asked && !plan.hosts.front().facts) return;  // nothing runs without the first host
    const auto now = asked ? plan.hosts.front().facts->machine : topology::this_machine();
    const auto moved = plan::machine_difference(plan.surroundings.machine, now);
    if (!moved.empty())
        throw Failure(
            Failure::Kind::environment,
            fmt::format(
                "--resume {}: this is not the machine that it began on ({}); start anew with another --out",
                request.resume, moved));
}

}  // namespace accelbench::cli
