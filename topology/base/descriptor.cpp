#include "topology/base/descriptor.h"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace accelbench {

FileText read_all(int descriptor, std::size_t most_bytes) {
    FileText read_so_far;
    auto& [text, error] = read_so_far;
    std::array<char, 1 << 14> part{};
    while (text.size() < most_bytes) {
        const auto got = read(descriptor, part.data(), std::min(part.size(), most_bytes - text.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error = errno;
        if (got <= 0) break;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    return read_so_far;
}

FileText read_file(const std::string& path, std::size_t most_bytes) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return {"", errno};
    return read_all(file.number(), most_bytes);
}

int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto wrote = write(descriptor, text.data(), text.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0 && errno == EAGAIN) {
            pollfd ready{descriptor, POLLOUT, 0};
            poll(&ready, 1, -1);
            continue;
        }
        if (wrote < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return 0;
}

}  // namespace accelbench
