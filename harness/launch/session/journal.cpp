#include "harness/launch/session/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "reports/json/document.h"
#include "topology/base/descriptor.h"
#include "topology/base/failure.h"

namespace accelbench::launch {
namespace {

[[noreturn]] void refuse_read(const std::string& path, const std::string& cause) {
    throw Failure(Failure::Kind::usage, fmt::format("cannot read {}: {}", path, cause));
}

/// A failed read is never a short file: what seemed to follow the last line would be cut off.
std::string text_of(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) refuse_read(path, std::strerror(errno));
    struct stat info = {};
    if (fstat(file.number(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
        refuse_read(path, "it is no regular file");
    const auto [text, error] = read_all(file.number());
    if (error != 0) refuse_read(path, std::strerror(error));
    return text;
}

reports::Trial trial_of(const std::string& path, std::size_t number, std::string_view line) {
    try {
        return reports::trial_from_line(line);
    } catch (const Failure& failure) {
        throw Failure(Failure::Kind::usage,
                      fmt::format("{}, line {}: {}; the file was changed by something else: "
                                  "remove that line, or start over with another --out",
                                  path, number, failure.what()));
    }
}

/// Of a last line without its newline: an editor may have taken that off a whole trial.
bool is_whole(std::string_view line) {
    try {
        reports::trial_from_line(line);
        return true;
    } catch (const Failure&) {
        return false;
    }
}

/// What a crash leaves of a line: its beginning, or the zeros of a file that grew before it was filled.
bool is_begun_trial(std::string_view line) {
    return line.front() == '{' || line.find_first_not_of('\0') == std::string_view::npos;
}

/// The trials of the lines that end in a newline, and the bytes that they take. What follows the last newline
/// was never finished, unless it is a whole trial.
struct Lines {
    std::vector<reports::Trial> trials;
    std::size_t bytes = 0;
};

Lines whole_lines(const std::string& path, std::string_view text) {
    Lines lines;
    auto& [trials, start] = lines;
    for (auto end = text.find('\n'); end != std::string::npos; start = end + 1, end = text.find('\n', start))
        trials.push_back(trial_of(path, trials.size() + 1, text.substr(start, end - start)));
    const auto rest = text.substr(start);
    if (rest.empty() || (is_begun_trial(rest) && !is_whole(rest))) return lines;
    trials.push_back(trial_of(path, trials.size() + 1, rest));
    start = text.size();
    return lines;
}

std::string remedy(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return "free some space";
        case EROFS:
            return "have its file system mounted writable again";
        default:
            return "see that it can be written";
    }
}

/// errno's value of what went wrong, or 0.
int write_synced(int file, std::string_view text) {
    if (const int error = write_all(file, text)) return error;
    return fsync(file) == 0 ? 0 : errno;
}

}  // namespace

Journal::Journal(std::string path) : path_(std::move(path)) {
    file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file_ < 0)
        throw Failure(Failure::Kind::environment,
                      fmt::format("{}: {}; give an --out that can be written", path_, std::strerror(errno)));
    read_whole_lines();
}

Journal::~Journal() { close(file_); }

void Journal::read_whole_lines() {
    const auto text = text_of(path_);
    auto lines = whole_lines(path_, text);
    trials_ = std::move(lines.trials);
    whole_bytes_ = static_cast<long long>(lines.bytes);
    if (lines.bytes < text.size() && ftruncate(file_, whole_bytes_) != 0)
        throw Failure(Failure::Kind::environment, fmt::format("{}: {}", path_, std::strerror(errno)));
    if (lines.bytes == 0 || text[lines.bytes - 1] == '\n') return;
    if (const int error = write_synced(file_, "\n"))
        throw Failure(Failure::Kind::environment, fmt::format("{}: {}", path_, std::strerror(error)));
    ++whole_bytes_;
}

void Journal::append(const reports::Trial& trial) {
    const auto line = reports::trial_to_line(trial) + "\n";
    if (const int error = write_synced(file_, line)) {
        if (ftruncate(file_, whole_bytes_) != 0) {
            // Nothing more can be done; the reader drops an unfinished line anyway.
        }
        throw Failure(Failure::Kind::environment,
                      fmt::format("{}: {}; {}, then continue with --resume (all {} finished trials are kept)",
                                  path_, std::strerror(error), remedy(error), trials_.size()));
    }
    whole_bytes_ += static_cast<long long>(line.size());
    trials_.push_back(trial);
}

std::vector<reports::Trial> read_journal(const std::string& path) {
    return whole_lines(path, text_of(path)).trials;
}

}  // namespace accelbench::launch
