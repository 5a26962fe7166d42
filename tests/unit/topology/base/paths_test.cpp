#include "topology/base/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "../in_child.h"
#include "topology/base/failure.h"

namespace accelbench {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string complaint_about(const std::string& path) {
    try {
        return absolute_path(path);
    } catch (const Failure& failure) {
        return std::to_string(failure.exit_code()) + ": " + failure.what();
    }
}

TEST(Paths, AreMadeAbsolute) {
    EXPECT_EQ(absolute_path("/a/b"), "/a/b");
    EXPECT_EQ(absolute_path("x"), (fs::current_path() / "x").string());
}

TEST(Paths, SayThatTheWorkingFolderIsGone) {
    const auto said = topology::in_child([] {
        const auto folder = fs::temp_directory_path() / ("accelbench-gone-" + std::to_string(getpid()));
        fs::create_directory(folder);
        fs::current_path(folder);
        fs::remove(folder);
        return complaint_about("x") + "\n" + complaint_about("/a");
    });
    EXPECT_THAT(said, HasSubstr("5: x: the working folder can't be found (No such file or directory)"));
    EXPECT_THAT(said, HasSubstr("\n/a"));
}

TEST(Paths, AreUtf8) {
    EXPECT_THAT(complaint_about("/a\xff"), HasSubstr("2: /a\xff: this path is not UTF-8"));
}

TEST(FolderEntries, AreNoneWhereAFolderCannotBeRead) {
    std::error_code error;
    EXPECT_TRUE(folder_entries("/proc/nowhere", error).empty());
    EXPECT_EQ(error, std::errc::no_such_file_or_directory);
    EXPECT_TRUE(folder_entries("/proc/self/stat").empty());
    EXPECT_FALSE(folder_entries("/proc/self/task").empty());
}

}  // namespace
}  // namespace accelbench
