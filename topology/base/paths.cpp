#include "topology/base/paths.h"

#include <fmt/format.h>

#include "topology/base/failure.h"
#include "topology/base/visible_text.h"

namespace accelbench {

namespace fs = std::filesystem;

std::string absolute_path(const std::string& path) {
    std::error_code error;
    auto absolute = fs::path(path);
    if (!absolute.is_absolute()) absolute = fs::current_path(error) / absolute;
    if (error)
        throw Failure(Failure::Kind::environment,
                      fmt::format("{}: the working folder can't be found ({}); change to one that exists",
                                  path, error.message()));
    auto text = absolute.string();
    if (!is_utf8(text))
        throw Failure(Failure::Kind::usage,
                      fmt::format("{}: this path is not UTF-8, and documents are; give another one", text));
    return text;
}

std::vector<fs::path> folder_entries(const fs::path& folder, std::error_code& error) {
    std::vector<fs::path> entries;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error))
        entries.push_back(entry->path());
    return entries;
}

std::vector<fs::path> folder_entries(const fs::path& folder) {
    std::error_code unreadable;
    return folder_entries(folder, unreadable);
}

}  // namespace accelbench
