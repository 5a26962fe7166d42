#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "reports/json.h"
#include "topology/failure.h"

namespace accelbench::reports {
namespace {

namespace fs = std::filesystem;

/// Closes its descriptor; unlinks its file unless it was kept.
class TemporaryFile {
  public:
    explicit TemporaryFile(std::string path) : path_(std::move(path)) {
        descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (descriptor_ < 0) return;
        close(descriptor_);
        if (!kept_) unlink(path_.c_str());
    }
    bool is_open() const { return descriptor_ >= 0; }
    const std::string& path() const { return path_; }
    void keep() { kept_ = true; }

    /// errno's value of what went wrong, or 0. The fsync comes before the rename: otherwise a power cut can
    /// leave the new name on an empty file.
    int fill(const std::string& text) const {
        std::size_t done = 0;
        while (done < text.size()) {
            const ssize_t wrote = write(descriptor_, text.data() + done, text.size() - done);
            if (wrote < 0 && errno == EINTR) continue;
            if (wrote < 0) return errno;
            done += static_cast<std::size_t>(wrote);
        }
        // EINVAL: the file system knows no fsync.
        return fsync(descriptor_) == 0 || errno == EINVAL ? 0 : errno;
    }

  private:
    std::string path_;
    int descriptor_ = -1;
    bool kept_ = false;
};

std::string remedy(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
            return "free some space there or choose another folder";
        case EFBIG:
            return "raise the file size limit (ulimit -f) or choose another folder";
        case EACCES:
        case EPERM:
        case EROFS:
            return "choose a folder that you may write to";
        case ENOENT:
            return "create the folder first";
        default:
            return "choose another folder";
    }
}

[[noreturn]] void refuse_write(const std::string& path, std::size_t bytes, int error) {
    throw Failure(Failure::Kind::environment, fmt::format("cannot write {} ({} bytes): {}; {}", path, bytes,
                                                          std::strerror(error), remedy(error)));
}

/// Makes the rename itself last. Some file systems refuse to open or sync a folder; the file is whole all the
/// same.
void sync_folder(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

[[noreturn]] void refuse_read(const std::string& path, const std::string& cause) {
    throw Failure(Failure::Kind::usage,
                  fmt::format("cannot read {}: {}; give the result.json of a sweep", path, cause));
}

}  // namespace

Document read_document(const std::string& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) refuse_read(path, "it is a folder");
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream) refuse_read(path, std::strerror(errno));
    try {
        return document_from_stream(stream, path);
    } catch (const std::ios_base::failure&) {  // of the disk, or of a file that can be opened and not read
        refuse_read(path, std::strerror(errno));
    }
}

void write_file_atomically(const std::string& path, const std::string& text) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) refuse_write(path, text.size(), EISDIR);
    TemporaryFile temporary(fmt::format("{}.{}.tmp", path, getpid()));
    if (!temporary.is_open()) refuse_write(path, text.size(), errno);
    if (const int error = temporary.fill(text)) refuse_write(path, text.size(), error);
    if (std::rename(temporary.path().c_str(), path.c_str()) != 0) refuse_write(path, text.size(), errno);
    temporary.keep();
    sync_folder(path);
}

}  // namespace accelbench::reports
