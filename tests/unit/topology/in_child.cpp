#include "in_child.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <exception>

namespace accelbench::topology {
namespace {

[[noreturn]] void run_child(const std::function<std::string()>& work, int out) {
    std::string text;
    try {
        text = work();
    } catch (const std::exception& error) {
        text = std::string("threw ") + error.what();
    }
    const bool written = write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    _exit(written ? 0 : 1);
}

}  // namespace

std::string in_child(const std::function<std::string()>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) run_child(work, ends[1]);
    close(ends[1]);
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t bytes; (bytes = read(ends[0], buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(bytes));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? text : "died";
}

}  // namespace accelbench::topology
