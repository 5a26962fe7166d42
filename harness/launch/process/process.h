#pragma once

#include <string>
#include <vector>

namespace accelbench::launch {

/// How a launcher's process ended.
struct ProcessEnd {
    enum class How {
        exited,
        signalled,
        timed_out,
        interrupted,
        not_started
    } how = How::exited;
    int code = 0;        // exit code, or the signal
    std::string reason;  // not_started: why
};

/// Runs tokens in a process group of their own, stdin from /dev/null, stderr appended to `log` and stdout to
/// `output` ("": also to `log`), and waits. On timeout, or when a signal has been noted (see signals.h), the
/// group gets SIGTERM and after `grace_seconds` SIGKILL. Dies with this process, however that dies. With
/// `slowdown` the timeout is in seconds of an idle machine: where it says 4, four seconds count as one.
ProcessEnd run_process(const std::vector<std::string>& tokens, const std::string& log, double timeout_seconds,
                       double grace_seconds = 5, const std::string& output = "",
                       double (*slowdown)() = nullptr);

}  // namespace accelbench::launch
