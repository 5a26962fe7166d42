#include "topology/base/program.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <new>
#include <stdexcept>

#include "../in_child.h"
#include "topology/base/descriptor.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/temporary_folder.h"

namespace accelbench {
namespace {

using ::testing::HasSubstr;

void put_on(const char* path, int number) {
    const Descriptor file(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    EXPECT_EQ(dup2(file.number(), number), number);
}

template <class Error>
int thrown(const Error& error) {
    throw error;
}

/// "CODE: what the program left on stderr", of a program in a process of its own.
std::string end_of(const std::function<int()>& body) {
    const TemporaryFolder folder;
    const auto log = folder / "stderr";
    const auto code = topology::in_child([&] {
        put_on(log.c_str(), STDERR_FILENO);
        return std::to_string(run_program("tool", body));
    });
    return code + ": " + read_file(log).text;
}

TEST(Program, EndsWithItsOwnCode) {
    EXPECT_EQ(end_of([] { return 3; }), "3: ");
}

TEST(Program, PrintsWhatEndsItOnceWithItsCode) {
    EXPECT_EQ(end_of([] { return thrown(Failure(Failure::Kind::usage, "unknown option '--x'")); }),
              "2: tool: unknown option '--x'\n");
    EXPECT_EQ(end_of([] { return thrown(std::bad_alloc()); }),
              "5: tool: out of memory; free some, or raise the limit (ulimit -v, a cgroup's)\n");
    EXPECT_THAT(end_of([] { return std::filesystem::create_directory("/proc/x") ? 0 : 1; }),
                HasSubstr("5: tool: /proc/x: No such file or directory; give a path that can be used"));
    EXPECT_THAT(end_of([] { return thrown(std::logic_error("no row")); }),
                HasSubstr("70: tool: no row; this is a defect of accelbench"));
}

TEST(Program, OutlivesAReaderThatLeaves) {
    EXPECT_EQ(end_of([] {
                  raise(SIGPIPE);
                  return 0;
              }),
              "0: ");
}

// The code of a signal says who ended it; that output was lost besides is printed all the same.
TEST(Program, SaysThatItsOutputWasLost) {
    const auto print = [](int code) {
        return [code] {
            put_on("/dev/full", STDOUT_FILENO);
            write_output("text");
            return code;
        };
    };
    const std::string lost =
        "tool: standard output: No space left on device; free some space, or send it elsewhere\n";
    EXPECT_EQ(end_of(print(0)), "5: " + lost);
    EXPECT_EQ(end_of(print(130)), "130: " + lost);
}

}  // namespace
}  // namespace accelbench
