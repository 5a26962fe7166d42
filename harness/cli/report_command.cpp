#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/resume.h"
#include "harness/launch/journal.h"
#include "harness/launch/preflight.h"
#include "reports/html.h"
#include "reports/json.h"
#include "reports/summarise.h"
#include "reports/table.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;

/// A document, or the folder of a session: one that was cut off is made anew from its plan and its journal.
reports::Document load(const fs::path& path) {
    if (!fs::is_directory(path)) return reports::read_document(path.string());
    const launch::OutputFolder folder{path.string()};
    const bool was_written = fs::exists(folder.document());
    const auto written = was_written ? reports::read_document(folder.document()) : reports::Document{};
    auto plan = load_plan(folder);
    plan.audit = written.audit;
    plan.hosts = written.hosts;
    plan.counters = written.counters;
    launch::skip_cells_without(plan, plan.hosts);
    auto document = launch::make_document(plan, launch::read_journal(folder.journal()));
    document.ended = "cut off";
    if (was_written) {
        document.created = written.created;
        document.launcher = written.launcher;
        document.launcher_version = written.launcher_version;
        document.links = written.links;
        document.links_reason = written.links_reason;
        if (written.trials.size() == document.trials.size()) document.ended = written.ended;
    }
    return document;
}

int run_report(const std::string& source, const std::string& out) {
    auto document = load(source);
    reports::summarise(document);  // what is derived is made anew, never believed
    const fs::path folder = fs::is_directory(source) ? fs::path(source) : fs::path(source).parent_path();
    const auto page = out.empty() ? (folder / "report.html").string() : out;
    reports::write_file_atomically(page, reports::render_html(document));
    if (fs::is_directory(source))
        reports::write_file_atomically((folder / "result.json").string(),
                                       reports::document_to_text(document));
    fmt::print("{}", reports::render_table(document));
    fmt::print(stderr, "\nreport: {}\n", page);
    return 0;
}

}  // namespace

void add_report_command(CLI::App& app, Action& action) {
    struct Request {
        std::string source, out;
    };
    auto request = std::make_shared<Request>();
    auto* command = app.add_subcommand("report", "Make the table and the HTML page again from a document");
    command
        ->add_option("document", request->source,
                     "a result.json, or the folder of a sweep (also one that was cut off)")
        ->required();
    command->add_option("--html", request->out, "where the page goes [report.html beside the document]")
        ->type_name("FILE");
    command->callback(
        [request, &action] { action = [request] { return run_report(request->source, request->out); }; });
}

}  // namespace accelbench::cli
