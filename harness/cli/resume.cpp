#include "harness/cli/resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "harness/cli/plan_file.h"
#include "harness/launch/session/journal.h"
#include "harness/launch/session/missing_trials.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/plan_json.h"
#include "reports/json/document.h"
#include "topology/base/failure.h"
#include "topology/base/paths.h"
#include "topology/base/standard_streams.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::cli {
namespace {

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

launch::OutputFolder folder_of(const std::string& typed) {
    std::error_code error;
    const auto path = std::filesystem::absolute(typed, error);
    if (error)
        throw Failure(Failure::Kind::environment,
                      fmt::format("--resume {}: the current folder can't be used ({}); give an absolute path",
                                  typed, error.message()));
    return {absolute_path(path.lexically_normal().string())};  // which it is, and UTF-8
}

plan::Plan plan_of(const std::string& text, const launch::OutputFolder& folder) {
    return plan::plan_from_text(text, folder.plan(), [](const auto& typed) { return read_options(typed); });
}

/// A document that can't be read is no reason to measure anew, but it is kept: it may hold what nothing else
/// does.
void set_aside(const std::string& document, const std::string& cause) {
    const auto kept = document + ".unreadable";
    if (std::rename(document.c_str(), kept.c_str()) == 0)
        talk("warning: {}; it is kept as {}, and regenerated\n", cause, kept);
}

void check_nothing_lost(const launch::OutputFolder& folder) {
    const auto trials = launch::read_journal(folder.journal());
    std::error_code ignored;
    if (!std::filesystem::exists(folder.document(), ignored)) return;
    reports::Document written;
    try {
        written = reports::read_document(folder.document());
    } catch (const Failure& failure) {
        return set_aside(folder.document(), failure.what());
    }
    const auto missing = launch::missing_trials(trials, written.trials);
    if (missing == 0) return;
    throw Failure(
        Failure::Kind::usage,
        fmt::format(
            "{} lacks {} of the {} trials in result.json, which would be lost; restore the whole file, or start over "
            "with another --out",
            folder.journal(), missing, written.trials.size()));
}

bool is_emulated_only_now(const plan::Plan& plan, const topology::Environment& now) {
    return plan.surroundings.environment.emulation.empty() && !now.emulation.empty();
}

}  // namespace

plan::Plan load_plan(const launch::OutputFolder& folder) {
    return plan_of(read_plan_file(folder).text, folder);
}

StoredSession load_session(const SweepRequest& request) {
    const auto folder = folder_of(request.resume);
    const auto file = read_plan_file(folder);
    auto plan = plan_of(file.text, folder);
    const auto difference = first_difference(plan, request.typed);
    if (!difference.empty())
        throw Failure(
            Failure::Kind::usage,
            fmt::format(
                "--resume {}: {}; a session continues with its own plan: omit the option, or start over with another "
                "--out",
                request.resume, difference));
    const auto gone = plan::missing_host(plan.cells, plan.surroundings.hosts);
    if (!gone.empty())
        throw Failure(
            Failure::Kind::environment,
            fmt::format("--resume {}: its cells name the host {}, which is not among those here; continue where it is, "
                        "or start over with another --out",
                        request.resume, gone));
    return {std::move(plan), folder, file.foreign};
}

void check_commands(const SweepRequest& request, const StoredSession& session) {
    const auto& agent = session.plan.options.rsh;
    if (agent.empty() || session.foreign.empty() || request.given("rsh")) return;
    throw Failure(
        Failure::Kind::usage,
        fmt::format(
            "--resume {}: its plan starts commands with --rsh '{}', and {}; check that command and, if you trust it, "
            "give it again: --rsh '{}'",
            request.resume, agent, session.foreign, agent));
}

HeldFolder hold_session(const SweepRequest& request, const launch::OutputFolder& folder) {
    try {
        auto lock = launch::FolderLock::for_session(folder);
        check_nothing_lost(folder);
        return {folder, std::move(lock)};
    } catch (const Failure& failure) {
        throw Failure(failure.kind(), fmt::format("--resume {}: {}", request.resume, failure.what()));
    }
}

void check_machine(const SweepRequest& request, const plan::Plan& plan) {
    const bool asked = !plan.hosts.empty();
    if (asked && !plan.hosts.front().facts) return;  // nothing runs without the first host
    const auto now = asked ? plan.hosts.front().facts->machine : topology::this_machine();
    auto moved = plan::machine_difference(plan.surroundings.machine, now);
    const auto environment = asked ? plan.hosts.front().facts->environment : topology::read_environment();
    if (moved.empty() && is_emulated_only_now(plan, environment))
        moved = fmt::format("emulated now, by {}", environment.emulation);
    if (!moved.empty())
        throw Failure(
            Failure::Kind::environment,
            fmt::format(
                "--resume {}: this machine differs from the session's plan ({}); restore it, or "
                "start over with another --out",
                request.resume, moved));
}

}  // namespace accelbench::cli
