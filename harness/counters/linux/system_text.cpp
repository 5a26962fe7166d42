#include "harness/counters/linux/system_text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "topology/base/descriptor.h"

namespace accelbench::counters {

SystemText read_system_text(const std::string& path) {
    auto [text, error] = read_file(path);
    if (error == 0 && text.empty()) error = ENODATA;
    return {error == 0 ? std::move(text) : "", error};
}

int probe_system_text(const std::string& path) {
    const auto [first, error] = read_file(path, 1);
    return error == 0 && first.empty() ? ENODATA : error;
}

std::string unreadable(const std::string& path, int error) {
    if (error == ENODATA) return path + " is empty";
    return fmt::format("{} can't be read ({})", path, std::strerror(error));
}

}  // namespace accelbench::counters
