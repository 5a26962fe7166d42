#include "reports/formats/formats.h"

#include "reports/formats/junit.h"
#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "topology/base/rows.h"
#include "topology/base/write_file.h"

namespace accelbench::reports {

const std::vector<Format>& formats() {
    static const std::vector<Format> rows = {
        {"table", "txt", "", "columns for a terminal", render_table},
        {"json", "json", "result.json", "everything, for other programs (reports/schema)", document_to_text},
        {"html", "html", "report.html", "the report: one file, no network", render_html},
        {"junit", "junit.xml", "", "JUnit XML, a test case for each cell, for CI servers", render_junit},
    };
    return rows;
}

const Format* find_format(std::string_view name) { return find_row(formats(), name); }

void write_kept_formats(const Document& document, const std::function<std::string()>& folder) {
    for (const Format& row : formats()) {
        if (row.kept_as.empty()) continue;
        const std::string text = row.render(document), path = folder();
        if (!path.empty()) write_file_atomically(path + "/" + std::string(row.kept_as), text);
    }
}

}  // namespace accelbench::reports
