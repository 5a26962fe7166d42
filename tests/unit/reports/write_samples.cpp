// Writes the sample documents in every format into a folder, for the golden, schema, consumer and browser tests:
//   write_samples FOLDER
// makes FOLDER/<sample>.<extension of the format>.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "reports/formats/formats.h"
#include "samples.h"
#include "topology/base/write_file.h"

using namespace accelbench::reports;

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: write_samples FOLDER\n", stderr);
        return 2;
    }
    const std::string folder = argv[1];
    std::filesystem::create_directories(folder);
    for (const auto& [name, make] : samples::all()) {
        const Document document = make();
        for (const Format& format : formats())
            accelbench::write_file_atomically(fmt::format("{}/{}.{}", folder, name, format.extension),
                                              format.render(document));
    }
    return 0;
}
