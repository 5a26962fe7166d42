#include "topology/base/json_format.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace accelbench::topology {
namespace {

/// "" where the file doesn't name it.
std::string writer_of(const Json& file) {
    const auto writer = file.find(writer_key);
    return writer != file.end() && writer->is_string() ? writer->get<std::string>().substr(0, 40) : "";
}

}  // namespace

Json begin_file(const FileFormat& format) {
    return {{format.key, format.version}, {writer_key, format.accelbench}};
}

std::int64_t format_of(const Json& file, const FileFormat& format) {
    if (format.without_key > 0 && file.is_object() && !file.contains(format.key)) return format.without_key;
    return integer(file, format.key, 1, std::numeric_limits<std::int64_t>::max());
}

std::string later_format(const Json& file, const FileFormat& format) {
    const auto writer = writer_of(file);
    return fmt::format(
        "\"{}\" is {}{}; this is accelbench {}, which reads up to {}: use {}", format.key,
        format_of(file, format), writer.empty() ? "" : ", written by accelbench " + writer, format.accelbench,
        format.version,
        writer.empty() ? "the accelbench that wrote it" : "accelbench " + writer + " or newer");
}

int take_format(Json& file, const FileFormat& format, const std::string& source) {
    const auto found = format_of(file, format);
    if (found > format.version) throw LaterFormat(source + ": " + later_format(file, format));
    use_new_names(file, format, found);
    return static_cast<int>(found);
}

void use_new_names(Json& file, const FileFormat& format, std::int64_t found) {
    for (const auto& [since, older, newer] : format.renamed) {
        if (found >= since || !file.contains(older)) continue;
        Json value = std::move(file[older]);
        file.erase(older);
        file[newer] = std::move(value);
    }
}

}  // namespace accelbench::topology
