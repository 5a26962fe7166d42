#include "harness/cli/output_format.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "harness/arguments/values.h"
#include "reports/formats/formats.h"
#include "topology/base/failure.h"
#include "topology/base/list_text.h"
#include "topology/base/rows.h"
#include "topology/base/standard_streams.h"
#include "topology/base/suggest.h"
#include "topology/base/write_file.h"

namespace accelbench::cli {

void set_format(OutputRequest& request, const std::string& name) {
    if (reports::find_format(name) == nullptr)
        throw Failure(Failure::Kind::usage, "--format: " + unknown_name("format", name, names_of(reports::formats())));
    request.format = name;
}

/// Found out before hours of launches, and once more when it is written.
void set_output_file(OutputRequest& request, const std::string& name) {
    request.file = arguments::not_empty("-o", name, "a file for the result, or omit it");
    const auto folder = std::filesystem::path(name).parent_path();
    const auto checked = access(name.c_str(), F_OK) == 0 ? name : folder.empty() ? "."
                                                                                 : folder.string();
    if (access(checked.c_str(), W_OK) != 0)
        throw Failure(Failure::Kind::environment,
                      fmt::format("-o {}: {}; give another file", name, std::strerror(errno)));
}

std::string format_names() { return join(names_of(reports::formats())); }

std::string describe_formats() {
    std::string text = "Formats:\n";
    for (const auto& row : reports::formats()) text += fmt::format("  {:<6}{}\n", row.name, row.help);
    return text;
}

void write_result(const reports::Document& document, const OutputRequest& request) {
    const auto* format = request.format.empty() ? &reports::formats().front() : reports::find_format(request.format);
    const auto text = format->render(document);
    if (request.file.empty())
        write_output(text);
    else
        write_file_atomically(request.file, text);
}

}  // namespace accelbench::cli
