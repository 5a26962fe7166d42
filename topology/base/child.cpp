#include "topology/base/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <fstream>
#include <new>

#include "topology/base/descriptor.h"

namespace accelbench::topology {
namespace {

constexpr int failed = 3;

void set_limit(decltype(RLIMIT_AS) what, rlim_t soft, rlim_t hard) {
    const rlimit limit{soft, hard};
    setrlimit(what, &limit);
}

/// What is mapped already counts in the limit too, and a sanitizer maps terabytes.
std::size_t mapped_bytes() {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void take_limits(const ChildLimits& limits) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGALRM, SIG_DFL);
    std::signal(SIGXCPU, SIG_DFL);
    alarm(static_cast<unsigned>(limits.seconds));
    set_limit(RLIMIT_CORE, 0, 0);
    const auto cpu = static_cast<rlim_t>(limits.cpu_seconds);
    if (cpu > 0) set_limit(RLIMIT_CPU, cpu, cpu + 1);  // SIGXCPU at the first, SIGKILL at the second
    const auto memory = mapped_bytes() + limits.memory_bytes;
    if (limits.memory_bytes > 0) set_limit(RLIMIT_AS, memory, memory);
    const int nowhere = limits.quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
}

/// Never returns into the caller's stack: what the parent left to be destroyed or flushed is the parent's.
[[noreturn]] void be_child(const std::function<std::string()>& work, int out, const ChildLimits& limits) {
    std::string text;
    int code = 0;
    try {
        take_limits(limits);
        text = work();
    } catch (const std::bad_alloc&) {
        text = "it needs more memory than it may take";
        code = failed;
    } catch (const std::exception& error) {
        text = error.what();
        code = failed;
    }
    _exit(write_all(out, text) == 0 ? code : failed);
}

std::string how_killed(int signal, const ChildLimits& limits) {
    if (signal == SIGALRM) return fmt::format("it took more than {} s", limits.seconds);
    if (signal == SIGXCPU) return fmt::format("it took more than {} s of processor time", limits.cpu_seconds);
    return fmt::format("it was killed by signal {} ({}){}", signal, strsignal(signal),
                       signal == SIGKILL ? ": out of memory?" : "");
}

ChildAnswer answer_of(pid_t child, std::string text, const ChildLimits& limits) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) return {"", how_killed(WTERMSIG(status), limits), true};
    if (WEXITSTATUS(status) != 0) return {"", text, false};
    return {std::move(text), "", false};
}

}  // namespace

ChildAnswer ask_child(const std::function<std::string()>& work, const ChildLimits& limits) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        return {"", fmt::format("no pipe to a child: {}", std::strerror(errno)), false};
    const pid_t child = fork();
    if (child == 0) be_child(work, ends[1], limits);
    const int fork_error = errno;
    close(ends[1]);
    auto text = child > 0 ? read_all(ends[0]).text : "";
    close(ends[0]);
    if (child < 0) return {"", fmt::format("no child process: {}", std::strerror(fork_error)), false};
    return answer_of(child, std::move(text), limits);
}

}  // namespace accelbench::topology
