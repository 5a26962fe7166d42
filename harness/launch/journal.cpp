#include "harness/launch/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "reports/json.h"
#include "topology/failure.h"

namespace accelbench::launch {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Lines that end in a newline; what follows the last newline was never finished.
std::vector<reports::Trial> whole_trials(const std::string& path, const std::string& text) {
    std::vector<reports::Trial> trials;
    std::size_t start = 0;
    for (auto end = text.find('\n'); end != std::string::npos;
         start = end + 1, end = text.find('\n', start)) {
        try {
            trials.push_back(reports::trial_from_line(std::string_view(text).substr(start, end - start)));
        } catch (const Failure& failure) {
            throw Failure(Failure::Kind::usage,
                          fmt::format("{}, line {}: {}; the file was changed by something else: remove "
                                      "that line, or start anew with another --out",
                                      path, trials.size() + 1, failure.what()));
        }
    }
    return trials;
}

bool write_all(int file, const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const auto wrote = write(file, text.data() + done, text.size() - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        done += static_cast<std::size_t>(wrote);
    }
    return fsync(file) == 0;
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
    trials_ = whole_trials(path_, text);
    const auto last = text.rfind('\n');
    whole_bytes_ = last == std::string::npos ? 0 : static_cast<long long>(last) + 1;
    if (static_cast<std::size_t>(whole_bytes_) < text.size() && ftruncate(file_, whole_bytes_) != 0)
        throw Failure(Failure::Kind::environment, fmt::format("{}: {}", path_, std::strerror(errno)));
}

void Journal::append(const reports::Trial& trial) {
    const auto line = reports::trial_to_line(trial) + "\n";
    if (!write_all(file_, line)) {
        const int error = errno;
        if (ftruncate(file_, whole_bytes_) != 0) {
            // Nothing more can be done; the reader drops an unfinished line anyway.
        }
        throw Failure(
            Failure::Kind::environment,
            fmt::format("{}: {}; free some space, then go on with --resume (all {} finished trials are kept)",
                        path_, std::strerror(error), trials_.size()));
    }
    whole_bytes_ += static_cast<long long>(line.size());
    trials_.push_back(trial);
}

std::vector<reports::Trial> read_journal(const std::string& path) {
    return whole_trials(path, text_of(path));
}

}  // namespace accelbench::launch
