#include "bench/memory/stream_worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "topology/base/failure.h"
#include "topology/bind.h"

namespace accelbench::bench {
namespace {

struct Pipe {
    int read_end = -1;
    int write_end = -1;
};

/// Closed on exec: a worker that held its own command pipe open would never see it end.
Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw Failure(Failure::Kind::environment,
                      fmt::format("can't make a pipe to a worker: {}", std::strerror(errno)));
    }
    return {ends[0], ends[1]};
}

/// The child from fork to exec. Bound here, so that the program's own start (OpenMP reads the affinity then)
/// sees it.
[[noreturn]] void become_worker(const StreamRequest& request, const Pipe& commands, const Pipe& replies) {
    dup2(commands.read_end, STDIN_FILENO);
    dup2(replies.write_end, STDOUT_FILENO);
    std::string error;
    if (const auto refused = topology::bind_process(request.placement)) {
        error = *refused;
    } else {
        std::vector<std::string> words{"accelbench-memory", stream_worker_word};
        for (auto& word : to_arguments(request)) words.push_back(std::move(word));
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        execv("/proc/self/exe", argv.data());
        error = fmt::format("can't start this program again: {}", std::strerror(errno));
    }
    dprintf(STDOUT_FILENO, "error %s\n", error.c_str());
    _exit(1);
}

std::string describe_end(pid_t pid) {
    int status = 0;
    if (waitpid(pid, &status, 0) != pid) return "the worker is gone";
    if (!WIFSIGNALED(status)) return fmt::format("the worker ended with exit code {}", WEXITSTATUS(status));
    const char* hint =
        WTERMSIG(status) == SIGKILL ? "; out of memory? --array-mib makes the arrays smaller" : "";
    return fmt::format("the worker was killed by signal {} ({}){}", WTERMSIG(status),
                       strsignal(WTERMSIG(status)), hint);
}

}  // namespace

StreamWorker::StreamWorker(const StreamRequest& request) : request_(request) {
    const Pipe commands = make_pipe();
    const Pipe replies = make_pipe();
    pid_ = fork();
    if (pid_ < 0) {
        throw Failure(Failure::Kind::environment,
                      fmt::format("can't start a worker: {}", std::strerror(errno)));
    }
    if (pid_ == 0) become_worker(request, commands, replies);
    close(commands.read_end);
    close(replies.write_end);
    commands_ = fdopen(commands.write_end, "w");
    replies_ = fdopen(replies.read_end, "r");
    failure_ = read_reply().error;
}

StreamWorker::~StreamWorker() {
    fclose(commands_);
    fclose(replies_);
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

StreamReply StreamWorker::ask(const std::string& command) {
    if (!failure_.empty()) return {0, failure_};
    fmt::print(commands_, "{}\n", command);
    std::fflush(commands_);  // to a dead worker it fails; the missing reply then tells why
    return read_reply();
}

/// A line "ok SECONDS" or "error TEXT". None at all: the worker is dead, and stays so for every later
/// question.
StreamReply StreamWorker::read_reply() {
    char* line = nullptr;
    std::size_t capacity = 0;
    const auto length = getline(&line, &capacity, replies_);
    const std::string text(line != nullptr && length > 0 ? line : "",
                           length > 0 ? static_cast<std::size_t>(length) - 1 : 0);
    std::free(line);
    if (length <= 0) {
        failure_ = describe_end(pid_);
        pid_ = -1;
        return {0, failure_};
    }
    if (text.starts_with("ok ")) return {std::strtod(text.c_str() + 3, nullptr), ""};
    return {0, text.starts_with("error ") ? text.substr(6) : "the worker said: " + text};
}

}  // namespace accelbench::bench
