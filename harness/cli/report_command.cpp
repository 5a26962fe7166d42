#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "harness/cli/commands.h"
#include "harness/cli/output_format.h"
#include "harness/cli/report_source.h"
#include "reports/analysis/launch_value.h"
#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "reports/words/derive.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/write_file.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;

struct ReportRequest {
    std::string source, page;
    OutputRequest output;
};

/// What is derived is made anew, never believed.
void derive_anew(reports::Document& document) {
    reports::recompute_launch_values(document);
    reports::derive(document);
}

bool is_folder(const std::string& source) {
    std::error_code ignored;
    return fs::is_directory(source, ignored);
}

/// One output in the requested format; documents and report are left alone.
int report_as_requested(const ReportRequest& request) {
    auto document = is_folder(request.source) ? read_session({request.source}).document
                                              : reports::read_document(request.source);
    derive_anew(document);
    write_result(document, request.output);
    return 0;
}

/// A page is not written over where documents are left alone: it may hold what result.json lost.
int report_of_folder(const fs::path& path, const std::string& out) {
    const launch::OutputFolder folder{path.string()};
    auto source = read_session(folder);
    derive_anew(source.document);
    const bool writes = source.left_alone.empty();
    const bool running = !source.lock.other().empty();
    std::error_code ignored;
    auto page = out.empty() ? folder.page() : out;
    if (out.empty() && !writes && (running || fs::exists(page, ignored))) page = "";
    if (!page.empty()) write_file_atomically(page, reports::render_html(source.document));
    if (writes) write_file_atomically(folder.document(), reports::document_to_text(source.document));
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

int report_of_file(const std::string& source, const std::string& out) {
    const auto beside = fs::path(source).parent_path();
    const auto lock = launch::FolderLock::for_report({beside.empty() ? "." : beside.string()});
    auto document = reports::read_document(source);
    derive_anew(document);
    const auto page = out.empty() ? page_beside(source, lock) : out;
    if (!page.empty()) write_file_atomically(page, reports::render_html(document));
    write_output(reports::render_table(document));
    if (page.empty())
        talk("\na session is running there ({}); its report is not changed\n", lock.other());
    else
        talk("\nreport: {}\n", page);
    return 0;
}

int run_report(const ReportRequest& request) {
    if (request.output.given()) return report_as_requested(request);
    if (is_folder(request.source)) return report_of_folder(request.source, request.page);
    return report_of_file(request.source, request.page);
}

/// Both write a page, and only one of them the table beside it.
void refuse_both(const ReportRequest& request) {
    if (!request.page.empty() && request.output.given())
        throw Failure(Failure::Kind::usage,
                      "--html writes the report beside the table, --format and -o one output alone: give only one of "
                      "them");
}

}  // namespace

void add_report_command(CLI::App& app, Action& action) {
    auto request = std::make_shared<ReportRequest>();
    auto* command = app.add_subcommand("report", "Regenerate the table and the HTML report from recorded results");
    command
        ->add_option("document", request->source,
                     "a result.json, or the folder of a sweep (also an interrupted one)")
        ->required();
    auto* page =
        command->add_option("--html", request->page, "where to write the report [report.html beside the document]")
            ->type_name("FILE");
    command
        ->add_option_function<std::string>(
            "--format", [request](const std::string& name) { set_format(request->output, name); },
            fmt::format("print only this, and change no file: {}", format_names()))
        ->type_name("NAME");
    command
        ->add_option_function<std::string>(
            "-o", [request](const std::string& name) { set_output_file(request->output, name); },
            "write it to FILE instead of stdout")
        ->type_name("FILE");
    command->footer(describe_formats());
    command->callback([request, page, &action] {
        if (page->count() > 0 && request->page.empty())
            throw Failure(Failure::Kind::usage, "--html '': empty; give a file for the report");
        refuse_both(*request);
        action = [request] { return run_report(*request); };
    });
}

}  // namespace accelbench::cli
