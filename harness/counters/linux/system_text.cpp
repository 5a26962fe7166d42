#include "harness/counters/linux/system_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace accelbench::counters {
namespace {

/// An open file that closes itself.
class File {
  public:
    explicit File(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor_ >= 0) close(descriptor_);
    }
    bool is_open() const { return descriptor_ >= 0; }
    /// Bytes that were read, 0 at the end, negative with errno.
    ssize_t read_some(char* to, std::size_t bytes) const {
        ssize_t got = 0;
        do {
            got = read(descriptor_, to, bytes);
        } while (got < 0 && errno == EINTR);
        return got;
    }

  private:
    int descriptor_;
};

}  // namespace

SystemText read_system_text(const std::string& path) {
    const File file(path);
    if (!file.is_open()) return {"", errno};
    SystemText read;
    std::array<char, 16384> buffer{};
    for (;;) {
        const auto got = file.read_some(buffer.data(), buffer.size());
        if (got < 0) return {"", errno};
        if (got == 0 && read.text.empty()) return {"", ENODATA};
        if (got == 0) return read;
        read.text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

int probe_system_text(const std::string& path) {
    const File file(path);
    if (!file.is_open()) return errno;
    char first = 0;
    const auto got = file.read_some(&first, 1);
    if (got == 0) return ENODATA;
    return got < 0 ? errno : 0;
}

std::string unreadable(const std::string& path, int error) {
    if (error == ENODATA) return path + " is empty";
    return fmt::format("{} can't be read ({})", path, std::strerror(error));
}

}  // namespace accelbench::counters
