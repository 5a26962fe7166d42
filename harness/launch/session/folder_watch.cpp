#include "harness/launch/session/folder_watch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace accelbench::launch {
namespace {

bool same(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

/// Whether `path` names what is open as `file`.
bool names(const std::string& path, int file) {
    struct stat open = {}, named = {};
    return fstat(file, &open) == 0 && stat(path.c_str(), &named) == 0 && same(open, named);
}

/// Whether any name is left of what is open as `file`.
bool has_a_name(int file) {
    struct stat info = {};
    return fstat(file, &info) == 0 && info.st_nlink > 0;
}

std::string through_process(int file) { return fmt::format("/proc/self/fd/{}", file); }

}  // namespace

FolderWatch::FolderWatch(const OutputFolder& folder)
    : folder_(folder),
      place_(open(folder.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
      journal_(open(folder.journal().c_str(), O_PATH | O_CLOEXEC)) {}

FolderWatch::~FolderWatch() {
    if (place_ >= 0) close(place_);
    if (journal_ >= 0) close(journal_);
}

bool FolderWatch::journal_is_there() const {
    return has_a_name(journal_) && names(through_process(place_) + "/trials.jsonl", journal_);
}

std::string FolderWatch::new_name() const {
    std::error_code error;
    const auto path = std::filesystem::read_symlink(through_process(place_), error);
    return !error && names(path.string(), place_) ? path.string() : "";
}

std::string FolderWatch::trouble() const {
    if (place_ < 0 || journal_ < 0) return "";  // never seen whole: what is written there says why
    struct stat named = {};
    const bool found = stat(folder_.path.c_str(), &named) == 0;
    const int error = errno;
    if (found && names(folder_.path, place_)) return journal_is_there() ? "" : "lost its trials.jsonl";
    const auto moved = new_name();
    if (!moved.empty()) return fmt::format("was moved to {}", moved);
    if (found)
        return has_a_name(place_) ? "was hidden by another folder in its place"
                                  : "was replaced by another folder";
    if (error == ENOENT) return "was removed";
    return fmt::format("can't be reached any more ({})", std::strerror(error));
}

std::string FolderWatch::reachable() const {
    if (!has_a_name(place_) || !journal_is_there()) return "";
    const auto moved = new_name();
    return moved.empty() ? through_process(place_) : moved;
}

}  // namespace accelbench::launch
