#include "topology/base/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

#include "topology/base/temporary_folder.h"

namespace accelbench {
namespace {

bool is_descriptor(int number) { return fcntl(number, F_GETFD) >= 0; }

int open_null() { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

TEST(Descriptor, ClosesItself) {
    int number = -1;
    {
        const Descriptor file(open_null());
        number = file.number();
        ASSERT_TRUE(file.is_open());
        EXPECT_TRUE(is_descriptor(number));
    }
    EXPECT_FALSE(is_descriptor(number));
    EXPECT_FALSE(Descriptor(-1).is_open());
}

// Closed twice, it would close the file that got its number meanwhile.
TEST(Descriptor, IsClosedByTheLastThatItMovedTo) {
    auto first = std::make_unique<Descriptor>(open_null());
    const int number = first->number();
    { const Descriptor last(std::move(*first)); }
    const Descriptor other(open_null());
    ASSERT_EQ(other.number(), number);
    first.reset();
    EXPECT_TRUE(is_descriptor(number));
}

TEST(ReadFile, GivesTheWholeTextOrTheFirstBytes) {
    const TemporaryFolder folder;
    const std::string text(100'000, 'x');  // several reads
    std::ofstream(folder / "text") << text;
    EXPECT_EQ(read_file(folder / "text").text, text);
    EXPECT_EQ(read_file(folder / "text").error, 0);
    EXPECT_EQ(read_file(folder / "text", 70'000).text.size(), 70'000U);
    EXPECT_EQ(read_file("/dev/zero", 3).text, std::string(3, '\0')) << "this one has no end";
}

TEST(ReadFile, SaysWhyThereIsNone) {
    const TemporaryFolder folder;
    EXPECT_EQ(read_file(folder / "absent").error, ENOENT);
    EXPECT_EQ(read_file(folder.path()).error, EISDIR);
    EXPECT_EQ(read_all(-1).error, EBADF);
}

// A pipe takes 64 KiB and then no more; one that doesn't wait says EAGAIN.
TEST(WriteAll, WaitsWhereTheDescriptorDoesNot) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    const Descriptor out(ends[0]);
    auto in = std::make_unique<Descriptor>(ends[1]);
    ASSERT_EQ(fcntl(in->number(), F_SETFL, O_NONBLOCK), 0);
    const std::string text(300'000, 'y');
    std::string got;
    std::thread reader([&] { got = read_all(out.number(), text.size()).text; });
    EXPECT_EQ(write_all(in->number(), text), 0);
    in.reset();  // the end for a reader that got less
    reader.join();
    EXPECT_EQ(got, text);
}

TEST(WriteAll, GivesTheError) {
    EXPECT_EQ(write_all(-1, "x"), EBADF);
    const Descriptor full(open("/dev/full", O_WRONLY | O_CLOEXEC));
    if (!full.is_open()) GTEST_SKIP() << "no /dev/full here";
    EXPECT_EQ(write_all(full.number(), "x"), ENOSPC);
}

}  // namespace
}  // namespace accelbench
