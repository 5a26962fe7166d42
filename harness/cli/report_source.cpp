#include "harness/cli/report_source.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "harness/cli/resume.h"
#include "harness/launch/session/journal.h"
#include "harness/launch/session/missing_trials.h"
#include "reports/json/document.h"
#include "topology/base/failure.h"

namespace accelbench::cli {
namespace {

/// result.json as it stands; without it, why.
struct Written {
    std::optional<reports::Document> document;
    std::string trouble;  // "" also when there is none
};

Written read_written(const launch::OutputFolder& folder) {
    std::error_code ignored;
    if (std::filesystem::symlink_status(folder.document(), ignored).type() ==
        std::filesystem::file_type::not_found)
        return {};
    try {
        return {reports::read_document(folder.document()), ""};
    } catch (const Failure& failure) {
        return {std::nullopt, failure.what()};
    }
}

/// What nobody but the session knew (commands, audit, hosts, links) is kept from the document that it wrote.
reports::Document remade(const plan::Plan& plan, std::vector<reports::Trial> trials, Written written) {
    if (!written.document || written.document->seed != plan.options.seed) {
        auto document = launch::make_document(plan, std::move(trials));
        document.ended = "cut off";
        return document;
    }
    auto document = *std::move(written.document);
    if (document.trials.size() != trials.size()) document.ended = "cut off";
    document.trials = std::move(trials);
    document.elapsed_seconds = 0;
    for (const auto& trial : document.trials) document.elapsed_seconds += trial.wall_seconds;
    launch::keep_what_was_measured(document);
    return document;
}

ReportSource from_document_alone(Written written, const std::string& cause, launch::FolderLock lock) {
    if (!written.document)
        throw Failure(Failure::Kind::usage,
                      written.trouble.empty() ? cause : fmt::format("{}; and {}", cause, written.trouble));
    return {*std::move(written.document),
            fmt::format("{}; this report is made from result.json alone, and no document is changed", cause),
            std::move(lock)};
}

}  // namespace

ReportSource read_session(const launch::OutputFolder& folder) {
    auto lock = launch::FolderLock::for_report(folder);
    auto written = read_written(folder);
    plan::Plan plan;
    std::vector<reports::Trial> trials;
    try {
        plan = load_plan(folder);
        trials = launch::read_journal(folder.journal());
    } catch (const Failure& failure) {
        return from_document_alone(std::move(written), failure.what(), std::move(lock));
    }
    const auto held = written.document ? written.document->trials.size() : 0;
    const auto missing = written.document ? launch::missing_trials(trials, written.document->trials) : 0;
    if (missing > 0)
        return from_document_alone(
            std::move(written),
            fmt::format("{} lacks {} of the {} trials in result.json", folder.journal(), missing, held),
            std::move(lock));
    std::string left_alone;
    if (!lock.other().empty())
        left_alone = fmt::format("{}: a session is running in it ({}); no document is changed", folder.path,
                                 lock.other());
    else if (!written.trouble.empty())
        left_alone = fmt::format(
            "{}; this report is made from the journal, and no document is changed: remove result.json to have it "
            "regenerated",
            written.trouble);
    return {remade(plan, std::move(trials), std::move(written)), std::move(left_alone), std::move(lock)};
}

}  // namespace accelbench::cli
