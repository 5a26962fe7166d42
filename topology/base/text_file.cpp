#include "topology/base/text_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "topology/base/descriptor.h"

namespace accelbench::topology {

std::string without_byte_order_mark(std::string text) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        throw Unreadable("it is UTF-16; save it as UTF-8");
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

std::string read_text_file(const std::string& path, std::size_t most_bytes) {
    auto [text, error] = read_file(path, most_bytes + 1);
    if (error == EISDIR) throw Unreadable("it is a directory");
    if (error != 0) throw Unreadable(std::strerror(error));
    if (text.size() > most_bytes)
        throw Unreadable(fmt::format("it holds more than {} MiB", most_bytes / mebibyte));
    return without_byte_order_mark(std::move(text));
}

}  // namespace accelbench::topology
