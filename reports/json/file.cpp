#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "reports/json/document.h"
#include "topology/base/failure.h"

namespace accelbench::reports {
namespace {

[[noreturn]] void refuse_read(const std::string& path, const std::string& cause) {
    throw Failure(Failure::Kind::usage,
                  fmt::format("cannot read {}: {}; give the result.json of a sweep", path, cause));
}

}  // namespace

Document read_document(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) refuse_read(path, "it is a folder");
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream) refuse_read(path, std::strerror(errno));
    try {
        return document_from_stream(stream, path);
    } catch (const std::ios_base::failure&) {  // of the disk, or of a file that can be opened and not read
        refuse_read(path, std::strerror(errno));
    }
}

}  // namespace accelbench::reports
