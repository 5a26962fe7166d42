#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/report_source.h"
#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/analysis/launch_value.h"
#include "reports/words/derive.h"
#include "reports/table/table.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;

/// A page is not written over where documents are left alone: it may hold what result.json lost.
int report_of_folder(const fs::path& path, const std::string& out) {
    const launch::OutputFolder folder{path.string()};
    auto source = read_session(folder);
    reports::recompute_launch_values(source.document);
    reports::derive(source.document);  // what is derived is made anew, never believed
    const bool writes = source.left_alone.empty();
    const bool running = !source.lock.other().empty();
    std::error_code ignored;
    auto page = out.empty() ? folder.page() : out;
    if (out.empty() && !writes && (running || fs::exists(page, ignored))) page = "";
    if (!page.empty()) reports::write_file_atomically(page, reports::render_html(source.document));
    if (writes) reports::write_file_atomically(folder.document(), reports::document_to_text(source.document));
    write_output(reports::render_table(source.document));
    if (!writes) talk("\n{}\n", source.left_alone);
    if (!page.empty()) talk("\nreport: {}\n", page);
    return 0;
}

/// A session writes its own page, and a newer one, after this was read.
std::string page_beside(const fs::path& source, const launch::FolderLock& lock) {
    if (!lock.other().empty() && source.filename() == "result.json") return "";
    return (source.parent_path() / "report.html").string();
}

int run_report(const std::string& source, const std::string& out) {
    std::error_code ignored;
    if (fs::is_directory(source, ignored)) return report_of_folder(source, out);
    const auto beside = fs::path(source).parent_path();
    const auto lock = launch::FolderLock::for_report({beside.empty() ? "." : beside.string()});
    auto document = reports::read_document(source);
    reports::recompute_launch_values(document);
    reports::derive(document);
    const auto page = out.empty() ? page_beside(source, lock) : out;
    if (!page.empty()) reports::write_file_atomically(page, reports::render_html(document));
    write_output(reports::render_table(document));
    if (page.empty())
        talk("\na session is running there ({}); its report is not changed\n", lock.other());
    else
        talk("\nreport: {}\n", page);
    return 0;
}

}  // namespace

void add_report_command(CLI::App& app, Action& action) {
    struct Request {
        std::string source, out;
    };
    auto request = std::make_shared<Request>();
    auto* command = app.add_subcommand("report", "Regenerate the table and the HTML report from recorded results");
    command
        ->add_option("document", request->source,
                     "a result.json, or the folder of a sweep (also an interrupted one)")
        ->required();
    auto* page =
        command->add_option("--html", request->out, "where to write the report [report.html beside the document]")
            ->type_name("FILE");
    command->callback([request, page, &action] {
        if (page->count() > 0 && request->out.empty())
            throw Failure(Failure::Kind::usage, "--html '': empty; give a file for the report");
        action = [request] { return run_report(request->source, request->out); };
    });
}

}  // namespace accelbench::cli
