#include "topology/base/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "topology/base/descriptor.h"
#include "topology/base/failure.h"
#include "topology/base/write_target.h"

namespace accelbench {
namespace {

namespace fs = std::filesystem;

/// errno's value of what went wrong, or 0. A reader that left a pipe early wanted no more.
int write_wanted(int file, std::string_view text) {
    const int error = write_all(file, text);
    return error == EPIPE ? 0 : error;
}

/// A new file beside its target. Closes its descriptor; unlinks its file unless it was kept.
class TemporaryFile {
  public:
    /// A short name of its own: the target's may be as long as names can be. Never one that is there already,
    /// which somebody else may have put there.
    explicit TemporaryFile(const fs::path& folder) {
        static std::atomic<int> number = 0;
        do {
            path_ = (folder / fmt::format(".accelbench-{}-{}.tmp", getpid(), number++)).string();
            descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (descriptor_ < 0 && errno == EEXIST);
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

    /// Who may read and write the file that it replaces, may do so with this one.
    void take_permissions_of(const struct stat& old) const {
        const bool same_owner = fchown(descriptor_, old.st_uid, old.st_gid) == 0;
        const bool same_group = same_owner || fchown(descriptor_, static_cast<uid_t>(-1), old.st_gid) == 0;
        // What was meant for a group must not open it to another one.
        if (fchmod(descriptor_, old.st_mode & (same_group ? 0777U : 0707U)) != 0) {
            // A file system without permissions.
        }
    }

    /// errno's value of what went wrong, or 0. The fsync comes before the rename: otherwise a power cut can
    /// leave the new name on an empty file.
    int fill(const std::string& text) const {
        if (const int error = write_wanted(descriptor_, text)) return error;
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
        case EISDIR:
            return "give the name of a file";
        case ENAMETOOLONG:
            return "give a shorter name";
        case EMFILE:
        case ENFILE:
            return "raise the limit of open files (ulimit -n)";
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

/// errno's value of what went wrong, or 0.
int replace_file(const WriteTarget& target, const std::string& text) {
    // A rename would replace what its owner protected.
    if (target.exists && faccessat(AT_FDCWD, target.path.c_str(), W_OK, AT_EACCESS) != 0) return errno;
    TemporaryFile temporary(fs::path(target.path).parent_path());
    if (!temporary.is_open()) return errno;
    if (const int error = temporary.fill(text)) return error;
    if (target.exists) temporary.take_permissions_of(target.facts);
    if (std::rename(temporary.path().c_str(), target.path.c_str()) != 0) return errno;
    temporary.keep();
    sync_folder(target.path);
    return 0;
}

/// What is there already stays what it is: replaced by a rename, /dev/null would be a file from then on.
int write_stream(const WriteTarget& target, const std::string& text) {
    int file = -1;
    do {
        file = target.kind == WriteTarget::Kind::descriptor
                   ? fcntl(target.descriptor, F_DUPFD_CLOEXEC, 3)
                   : open(target.path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);  // a FIFO waits for its reader
    if (file < 0) return errno;
    const int error = write_wanted(file, text);
    const int at_last = close(file) == 0 ? 0 : errno;
    return error != 0 ? error : at_last;
}

}  // namespace

void write_file_atomically(const std::string& path, const std::string& text) {
    WriteTarget target;
    int error = find_write_target(path, target);
    if (error == 0)
        error =
            target.kind == WriteTarget::Kind::file ? replace_file(target, text) : write_stream(target, text);
    if (error != 0) refuse_write(path, text.size(), error);
}

}  // namespace accelbench
