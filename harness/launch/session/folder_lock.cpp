#include "harness/launch/session/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "topology/base/clock.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/this_host.h"
#include "topology/base/write_file.h"

namespace accelbench::launch {
namespace {

constexpr auto patience_with_reports = std::chrono::seconds(30);
constexpr std::size_t longest_words = 200;

struct flock whole_file(short type) {
    struct flock lock = {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

/// errno's value, 0 when it was taken. Of the open file, not of the process: who reads the journal and closes
/// it would otherwise end the lock.
int try_lock(int file, short type) {
    auto lock = whole_file(type);
    return fcntl(file, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

bool is_taken(int error) { return error == EAGAIN || error == EACCES; }

/// Only a report is at it, which lets go soon.
bool only_read(int file) {
    auto lock = whole_file(F_WRLCK);
    return fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_WRLCK;
}

std::string own_words() { return fmt::format("pid {} on {}, since {}", getpid(), host_name(), utc_text()); }

/// The file is anybody's who can write to the folder: what isn't plain text doesn't reach a terminal.
std::string words_of_holder(const OutputFolder& folder) {
    std::ifstream file(folder.running());
    std::string words;
    std::getline(file, words);
    words.resize(std::min(words.size(), longest_words));
    const bool plain = std::all_of(words.begin(), words.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return plain && !words.empty() ? words : "one that has not identified itself";
}

[[noreturn]] void refuse(const OutputFolder& folder, int file) {
    const auto who = only_read(file)
                         ? std::string("accelbench report is writing its documents")
                         : fmt::format("another session is running in it ({})", words_of_holder(folder));
    throw Failure(
        Failure::Kind::environment,
        fmt::format("{}: {}; wait for it to end, or start over with another --out", folder.path, who));
}

}  // namespace

FolderLock FolderLock::for_session(const OutputFolder& folder) {
    FolderLock held(open(folder.journal().c_str(), O_RDWR | O_CLOEXEC));
    if (held.file_ < 0)
        throw Failure(
            Failure::Kind::usage,
            fmt::format("{}: {}; a session continues after the trials in it: restore it, or start over with another "
                        "--out",
                        folder.journal(), std::strerror(errno)));
    int error = try_lock(held.file_, F_WRLCK);
    const auto end = std::chrono::steady_clock::now() + patience_with_reports;
    while (is_taken(error) && only_read(held.file_) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        error = try_lock(held.file_, F_WRLCK);
    }
    if (is_taken(error)) refuse(folder, held.file_);
    if (error)
        talk("warning: {}: its file system has no locks ({}): start no second session in it\n", folder.path,
             std::strerror(error));
    held.place_ = open(folder.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    write_file_atomically(folder.running(), own_words() + "\n");
    held.announced_ = true;
    return held;
}

FolderLock FolderLock::for_report(const OutputFolder& folder) {
    FolderLock held(open(folder.journal().c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (held.file_ >= 0 && is_taken(try_lock(held.file_, F_RDLCK))) held.other_ = words_of_holder(folder);
    return held;
}

FolderLock::FolderLock(FolderLock&& from) noexcept
    : file_(std::exchange(from.file_, -1)),
      place_(std::exchange(from.place_, -1)),
      announced_(std::exchange(from.announced_, false)),
      other_(std::move(from.other_)) {}

FolderLock::~FolderLock() {
    // By the folder itself: another one of its name may be another session's.
    if (announced_) unlinkat(place_, "running", 0);
    if (place_ >= 0) close(place_);
    if (file_ >= 0) close(file_);
}

}  // namespace accelbench::launch
