#include "topology/base/standard_streams.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>

#include "topology/base/descriptor.h"
#include "topology/base/visible_text.h"

namespace accelbench {
namespace {

constexpr int patience_milliseconds = 2000;
constexpr std::size_t longest_line = 1600;

std::atomic<bool> nobody_reads_talk = false;
std::atomic<int> first_output_error = 0;

bool is_writable(int file, int milliseconds) {
    pollfd waited{file, POLLOUT, 0};
    int ready = 0;
    do {
        ready = poll(&waited, 1, milliseconds);
    } while (ready < 0 && errno == EINTR);
    return ready != 0;  // an error is write's to tell
}

/// Nobody waits for data behind a pipe that was closed or a terminal that is gone.
bool reader_has_left(int error) {
    struct stat facts = {};
    if (error == EPIPE) return true;
    return error == EIO && fstat(STDOUT_FILENO, &facts) == 0 && S_ISCHR(facts.st_mode);
}

/// Of what libraries wrote through the C library, whose errno is gone by now. nullptr: nothing went wrong.
int error_of_stdio() {
    errno = 0;
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
    if (errno != 0) return errno;
    struct stat facts = {};
    const bool known = fstat(STDOUT_FILENO, &facts) == 0;
    if (known && (S_ISFIFO(facts.st_mode) || S_ISSOCK(facts.st_mode))) return EPIPE;
    isatty(STDOUT_FILENO);  // EIO of a terminal that is gone
    return errno == EIO ? EIO : ENOSPC;
}

/// Some file systems (NFS, quotas) tell only now that there was no room.
int error_of_closing() {
    const int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    return copy < 0 || close(copy) == 0 ? 0 : errno;
}

}  // namespace

void open_standard_streams() {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
        if (fcntl(number, F_GETFD) >= 0 || errno != EBADF) continue;
        if (open("/dev/null", O_RDWR) < 0) open("/", O_RDONLY);  // a root without /dev: keeps the number
    }
}

void write_talk(std::string_view text) {
    while (!text.empty()) {
        if (!is_writable(STDERR_FILENO, nobody_reads_talk ? 0 : patience_milliseconds)) {
            nobody_reads_talk = true;
            return;
        }
        nobody_reads_talk = false;
        // A pipe that is ready takes PIPE_BUF bytes without waiting.
        const auto wrote = write(STDERR_FILENO, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
        if (wrote < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (wrote <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

void talk_text(std::string_view text) {
    const auto shown = visible_text(text);
    std::string lines;
    for (std::size_t start = 0; start < shown.size();) {
        const auto end = std::min(shown.find('\n', start), shown.size() - 1) + 1;
        const bool whole = shown[end - 1] == '\n';
        const auto line = std::string_view(shown).substr(start, end - start - (whole ? 1 : 0));
        lines += shortened(line, longest_line);
        if (whole) lines += '\n';
        start = end;
    }
    write_talk(lines);
}

void write_output(std::string_view text) {
    const auto shown = visible_text(text);
    if (first_output_error == 0) first_output_error = write_all(STDOUT_FILENO, shown);
}

std::string output_error() {
    int error = first_output_error;
    if (error == 0) error = error_of_stdio();
    if (error == 0) error = error_of_closing();
    return error == 0 || reader_has_left(error) ? "" : std::strerror(error);
}

}  // namespace accelbench
