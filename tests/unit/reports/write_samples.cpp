// Writes the sample documents and their reports into a folder, for the golden and browser tests:
//   write_samples FOLDER
// makes FOLDER/<sample>.json, .txt and .html.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "sample_counters.h"
#include "sample_document.h"
#include "sample_pages.h"
#include "sample_rotation.h"
#include "sample_scaling.h"

using namespace accelbench::reports;

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: write_samples FOLDER\n", stderr);
        return 2;
    }
    const std::pair<const char*, std::function<Document()>> all[] = {
        {"two_nodes", samples::two_nodes},
        {"one_node", samples::one_node},
        {"nothing_ok", samples::nothing_ok},
        {"one_launch", samples::one_launch},
        {"emulated", samples::emulated},
        {"minimal", samples::minimal},
        {"sixty_four_cells", samples::sixty_four_cells},
        {"rotated", samples::rotated},
        {"paged", samples::paged},
        {"scaling", samples::scaling},
        {"counted", samples::counted},
        {"without_pmu", samples::without_pmu},
        {"miscalibrated", samples::miscalibrated}};
    const std::string folder = argv[1];
    std::filesystem::create_directories(folder);
    for (const auto& [name, make] : all) {
        const Document document = make();
        write_file_atomically(fmt::format("{}/{}.json", folder, name), document_to_text(document));
        write_file_atomically(fmt::format("{}/{}.txt", folder, name), render_table(document));
        write_file_atomically(fmt::format("{}/{}.html", folder, name), render_html(document));
    }
    return 0;
}
