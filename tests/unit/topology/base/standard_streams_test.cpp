#include "topology/base/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <new>
#include <system_error>

#include "../in_child.h"
#include "topology/base/failure.h"
#include "topology/base/program.h"

namespace accelbench {
namespace {

/// Exit code of `body` as a program's, with descriptors 1 and 2 on the files of these names ("" closes one).
std::string code_of(const std::string& out, const std::string& err, const std::function<int()>& body) {
    return topology::in_child([&] {
        int number = STDOUT_FILENO;
        for (const auto& name : {out, err}) {
            close(number);
            if (!name.empty() && open(name.c_str(), O_WRONLY) != number) return std::string("can't be tried");
            ++number;
        }
        return std::to_string(run_program("test", body));
    });
}

int print() {
    write_output("data\n");
    talk("progress {}\n", 1);
    return 0;
}

TEST(StandardStreams, ThatAreClosedAreOpenedBeforeAFileTakesTheirNumber) {
    const auto first_free = [] { return dup(STDIN_FILENO) > 2 ? 0 : 1; };
    EXPECT_EQ(code_of("", "", first_free), "0");
    EXPECT_EQ(code_of("", "", print), "0");
}

TEST(StandardStreams, TalkThatCannotBeWrittenIsDropped) {
    EXPECT_EQ(code_of("/dev/null", "/dev/full", print), "0");
}

TEST(StandardStreams, DataThatCannotBeWrittenIsAnErrorAtTheEnd) {
    EXPECT_EQ(code_of("/dev/full", "/dev/null", print), "5");
    EXPECT_EQ(code_of("/dev/full", "/dev/null", [] { return print() + 3; }), "5");
    EXPECT_EQ(code_of("/dev/full", "/dev/null", [] { return print() + 130; }), "130");  // interrupted
    const auto print_by_the_c_library = [] { return std::puts("data") < 0 ? 1 : 0; };
    EXPECT_EQ(code_of("/dev/full", "/dev/null", print_by_the_c_library), "5");
}

TEST(StandardStreams, AReaderThatLeavesChangesNothing) {
    const auto said = topology::in_child([] {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) return std::string("no pipe");
        close(ends[0]);
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        return std::to_string(run_program("test", print));
    });
    EXPECT_EQ(said, "0");
}

// A terminal that was stopped, or a program that hangs: the sweep behind it goes on.
TEST(StandardStreams, AReaderThatTakesNothingHoldsNobodyUpForLong) {
    const auto said = topology::in_child([] {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) return std::string("no pipe");
        dup2(ends[1], STDERR_FILENO);
        for (int line = 0; line < 3000; ++line) talk("{:0>99}\n", line);
        return std::string("went on");
    });
    EXPECT_EQ(said, "went on");
}

TEST(Programs, HaveACodeForEachEnd) {
    const auto ends_with = [](const auto& error) {
        return code_of("/dev/null", "/dev/null", [&]() -> int { throw error; });
    };
    const auto denied = std::make_error_code(std::errc::permission_denied);
    EXPECT_EQ(ends_with(Failure(Failure::Kind::usage, "typed")), "2");
    EXPECT_EQ(ends_with(std::filesystem::filesystem_error("status", "/x", denied)), "5");
    EXPECT_EQ(ends_with(std::system_error(denied)), "5");
    EXPECT_EQ(ends_with(std::bad_alloc()), "5");
    EXPECT_EQ(ends_with(std::logic_error("ours")), "70");
}

}  // namespace
}  // namespace accelbench
