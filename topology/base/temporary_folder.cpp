#include "topology/base/temporary_folder.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "topology/base/failure.h"

namespace accelbench {

TemporaryFolder::TemporaryFolder() {
    std::error_code none;
    auto base = std::filesystem::temp_directory_path(none);
    if (none) base = "/tmp";  // TMPDIR names none: mkdtemp tells of the one that everybody has
    path_ = (base / "accelbench-XXXXXX").string();
    if (!mkdtemp(path_.data()))
        throw Failure(
            Failure::Kind::environment,
            fmt::format("{}: {}; free some space there, or set TMPDIR to a folder that can be written",
                        base.string(), std::strerror(errno)));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // a few kilobytes that stay must not end a sweep
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace accelbench
