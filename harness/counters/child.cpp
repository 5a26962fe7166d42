#include "harness/counters/child.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>

namespace accelbench::counters {
namespace {

constexpr int kFailed = 3;

/// Never returns into the caller's stack: what the parent left to be destroyed or flushed is the parent's.
[[noreturn]] void be_child(const std::function<std::string()>& work, int out, int seconds) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGALRM, SIG_DFL);
    alarm(static_cast<unsigned>(seconds));
    std::string text;
    int code = 0;
    try {
        text = work();
    } catch (const std::exception& error) {
        text = error.what();
        code = kFailed;
    }
    for (std::size_t sent = 0; sent < text.size();) {
        const auto bytes = write(out, text.data() + sent, text.size() - sent);
        if (bytes <= 0) _exit(kFailed);
        sent += static_cast<std::size_t>(bytes);
    }
    _exit(code);
}

std::string read_all(int in) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto bytes = read(in, buffer.data(), buffer.size());
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(bytes));
    }
}

std::string how_killed(int signal, int seconds) {
    if (signal == SIGALRM) return fmt::format("it took more than {} s", seconds);
    return fmt::format("it was killed by signal {} ({}){}", signal, strsignal(signal),
                       signal == SIGKILL ? ": out of memory?" : "");
}

ChildAnswer answer_of(pid_t child, std::string text, int seconds) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) return {"", how_killed(WTERMSIG(status), seconds)};
    if (WEXITSTATUS(status) != 0) return {"", text};
    return {std::move(text), ""};
}

}  // namespace

ChildAnswer ask_child(const std::function<std::string()>& work, int seconds) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return {"", fmt::format("no pipe to a child: {}", std::strerror(errno))};
    const pid_t child = fork();
    if (child == 0) be_child(work, ends[1], seconds);
    const int fork_error = errno;
    close(ends[1]);
    auto text = child > 0 ? read_all(ends[0]) : "";
    close(ends[0]);
    if (child < 0) return {"", fmt::format("no child process: {}", std::strerror(fork_error))};
    return answer_of(child, std::move(text), seconds);
}

}  // namespace accelbench::counters
