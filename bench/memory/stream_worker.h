#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>

#include "bench/memory/stream_request.h"

namespace accelbench::bench {

/// The first word of a worker's command line: this program started again, bound from birth.
inline constexpr const char* stream_worker_word = "--stream-worker";

struct StreamReply {
    double seconds = 0;
    std::string error;  // "" when it went well
};

/// A process that is bound before it starts, holds the arrays and runs a kernel when asked. Policies of one
/// session need one process each: affinity and memory policy are a process's own, and threads keep what they
/// were born with.
class StreamWorker {
  public:
    /// Forks, binds, and starts this program again. What fails then is the first reply's error.
    explicit StreamWorker(const StreamRequest& request);
    ~StreamWorker();
    StreamWorker(const StreamWorker&) = delete;
    StreamWorker& operator=(const StreamWorker&) = delete;

    const StreamRequest& request() const { return request_; }
    /// Checks the kernel's answer on these very arrays, then their placement.
    StreamReply prepare(const std::string& kernel) { return ask("prepare " + kernel); }
    /// One timed pass; the clock runs in the worker, around all of its threads.
    StreamReply run() { return ask("run"); }
    /// Asks the kernel again where pages and threads are.
    StreamReply verify() { return ask("verify"); }

  private:
    StreamReply ask(const std::string& command);
    StreamReply read_reply();

    StreamRequest request_;
    pid_t pid_ = -1;
    FILE* commands_ = nullptr;
    FILE* replies_ = nullptr;
    std::string failure_;
};

/// The worker's side: answers commands from standard input until it ends. Returns the exit code.
int serve_stream(const StreamRequest& request);

}  // namespace accelbench::bench
