#include "harness/launch/process/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "harness/launch/process/leftovers.h"
#include "harness/launch/process/signals.h"
#include "topology/base/descriptor.h"
#include "topology/base/exec.h"
#include "topology/base/program.h"

namespace accelbench::launch {
namespace {

using Clock = std::chrono::steady_clock;
using How = ProcessEnd::How;

/// The end of a log, which is made where there is none.
Descriptor open_log(const std::string& path) {
    return Descriptor(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
}

[[noreturn]] void become(const std::vector<std::string>& tokens, int output, int log, pid_t parent) {
    setpgid(0, 0);  // Ctrl-C at the terminal is for us; we end the trial in order
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(127);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
    restore_signals();
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    drop_leftovers();
    exec_tokens(tokens);
    dprintf(STDERR_FILENO, "%s: %s\n", tokens[0].c_str(), std::strerror(errno));
    _exit(127);
}

/// Seconds of an idle machine that have passed. The load is looked at once a second: it changes while a trial
/// runs.
class Patience {
  public:
    explicit Patience(double (*slowdown)()) : slowdown_(slowdown) {}
    double used() {
        const auto now = Clock::now();
        used_ += std::chrono::duration<double>(now - last_).count() / factor_;
        last_ = now;
        if (slowdown_ && now >= next_look_) {
            factor_ = slowdown_();
            next_look_ = now + std::chrono::seconds(1);
        }
        return used_;
    }

  private:
    double (*slowdown_)();
    double used_ = 0, factor_ = 1;
    Clock::time_point last_ = Clock::now(), next_look_ = last_;
};

/// True when the child ended within `seconds`; `stop` may end the wait earlier.
template <class Stop>
bool wait_for(pid_t child, int& status, double seconds, Stop stop, double (*slowdown)() = nullptr) {
    Patience patience(slowdown);
    while (patience.used() < seconds && !stop()) {
        if (waitpid(child, &status, WNOHANG) == child) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return waitpid(child, &status, WNOHANG) == child;
}

void end_group(pid_t child, int& status, double grace_seconds) {
    kill(-child, SIGTERM);
    if (!wait_for(child, status, grace_seconds, [] { return false; })) {
        kill(-child, SIGKILL);
        waitpid(child, &status, 0);
    }
}

/// Ends what is left of the group, and takes its dead in where they fall to us: as process 1 of a container
/// nobody else does, and each launch would leave some of the pids that its limit allows.
void end_rest_of_group(pid_t group) {
    kill(-group, SIGKILL);
    const auto end = Clock::now() + std::chrono::milliseconds(500);
    for (;;) {
        const pid_t dead = waitpid(-group, nullptr, WNOHANG);
        if (dead < 0 || Clock::now() >= end) return;  // none of them is ours, as a rule
        if (dead == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace

ProcessEnd run_process(const std::vector<std::string>& tokens, const std::string& log, double timeout_seconds,
                       double grace_seconds, const std::string& output, double (*slowdown)()) {
    const auto log_file = open_log(log);
    if (!log_file.is_open()) return {How::not_started, 0, fmt::format("{}: {}", log, std::strerror(errno))};
    const auto output_file = open_log(output.empty() ? log : output);
    if (!output_file.is_open())
        return {How::not_started, 0, fmt::format("{}: {}", output, std::strerror(errno))};
    const pid_t self = getpid();
    const pid_t child = fork();
    if (child == 0) become(tokens, output_file.number(), log_file.number(), self);
    if (child < 0) return {How::not_started, 0, fmt::format("fork: {}", std::strerror(errno))};
    setpgid(child, child);  // here too: whichever comes first
    int status = 0;
    if (wait_for(
            child, status, timeout_seconds, [] { return noted_signal() != 0; }, slowdown)) {
        end_rest_of_group(child);
        if (WIFSIGNALED(status)) return {How::signalled, WTERMSIG(status), ""};
        return {How::exited, WEXITSTATUS(status), ""};
    }
    const bool interrupted = noted_signal() != 0;
    end_group(child, status, grace_seconds);
    end_rest_of_group(child);
    return {interrupted ? How::interrupted : How::timed_out, 0, ""};
}

}  // namespace accelbench::launch
