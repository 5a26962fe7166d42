#include "topology/base/text_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace accelbench::topology {
namespace {

/// Closes its descriptor.
class OpenFile {
  public:
    explicit OpenFile(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (descriptor_ < 0) throw Unreadable(std::strerror(errno));
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() { close(descriptor_); }

    bool is_directory() const {
        struct stat info = {};
        return fstat(descriptor_, &info) == 0 && S_ISDIR(info.st_mode);
    }

    /// Bytes read into `buffer`; 0 at the end.
    template <std::size_t N>
    std::size_t read_into(std::array<char, N>& buffer) const {
        for (;;) {
            const auto got = read(descriptor_, buffer.data(), buffer.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) throw Unreadable(std::strerror(errno));
        }
    }

  private:
    int descriptor_;
};

}  // namespace

std::string without_byte_order_mark(std::string text) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        throw Unreadable("it is UTF-16; save it as UTF-8");
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

std::string read_text_file(const std::string& path, std::size_t most_bytes) {
    const OpenFile file(path);
    if (file.is_directory()) throw Unreadable("it is a directory");
    std::string text;
    std::array<char, 65536> buffer{};
    while (const auto got = file.read_into(buffer)) {
        if (got > most_bytes - text.size())
            throw Unreadable(fmt::format("it holds more than {} MiB", most_bytes >> 20));
        text.append(buffer.data(), got);
    }
    return without_byte_order_mark(std::move(text));
}

}  // namespace accelbench::topology
