#include "harness/cli/library_start.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace accelbench::cli {
namespace {

struct sigaction hangup_at_start;
int data_output = -1;  // where stdout leads; -1: nowhere, or it was left alone

void begin_library_start(int, char**, char**) {
    sigaction(SIGHUP, nullptr, &hangup_at_start);
    data_output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (data_output >= 0) dup2(STDERR_FILENO, STDOUT_FILENO);
}

// Runs before the constructors of the libraries.
[[gnu::section(".preinit_array"), gnu::used]] void (*const first)(int, char**, char**) = begin_library_start;

}  // namespace

void end_library_start() {
    sigaction(SIGHUP, &hangup_at_start, nullptr);
    if (data_output < 0) return;
    std::fflush(stdout);  // what was printed and is not out yet
    dup2(data_output, STDOUT_FILENO);
    close(data_output);
}

}  // namespace accelbench::cli
