#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::cli {

/// What --format and -o ask for: how a command's result is written, and where to.
struct OutputRequest {
    std::string format;  // a row of reports/formats; "": the first, the table
    std::string file;    // "": stdout

    bool given() const { return !format.empty() || !file.empty(); }
};

/// Throws Failure(usage), with what is near, unless a format has that name.
void set_format(OutputRequest& request, const std::string& name);

/// Throws Failure(usage) for an empty name, Failure(environment) where no file can be written.
void set_output_file(OutputRequest& request, const std::string& name);

/// "table, json, ..."
std::string format_names();
/// A line for each, for the end of --help.
std::string describe_formats();

/// Writes the document, which has all that is derived, as asked. A file is replaced as documents are; where that fails
/// it throws Failure(environment).
void write_result(const reports::Document& document, const OutputRequest& request);

}  // namespace accelbench::cli
