#include "harness/cli/out_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>

#include "reports/json.h"
#include "topology/failure.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;

std::string default_folder() {
    const std::time_t now = std::time(nullptr);
    char text[64] = "";
    std::strftime(text, sizeof text, "accelbench-results/%Y%m%d-%H%M%S", std::localtime(&now));
    return text;
}

}  // namespace

launch::OutputFolder make_out_folder(const std::string& wished, const std::string& plan_text) {
    const fs::path path = fs::absolute(wished.empty() ? default_folder() : wished);
    const launch::OutputFolder folder{path.lexically_normal().string()};
    if (fs::exists(folder.plan()) || fs::exists(folder.journal()))
        throw Failure(
            Failure::Kind::usage,
            fmt::format(
                "--out {}: holds a session already; go on with it: --resume {}, or give another --out",
                wished, wished));
    if (fs::exists(path) && !fs::is_directory(path))
        throw Failure(Failure::Kind::usage, fmt::format("--out {}: is a file; give a folder", wished));
    std::error_code error;
    fs::create_directories(path, error);
    if (error)
        throw Failure(
            Failure::Kind::environment,
            fmt::format("--out {}: {}; give a folder that can be written", path.string(), error.message()));
    reports::write_file_atomically(folder.plan(), plan_text);
    return folder;
}

}  // namespace accelbench::cli
