#include "topology/base/write_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "../../failure_text.h"
#include "../in_child.h"
#include "topology/base/descriptor.h"
#include "topology/base/paths.h"
#include "topology/base/temporary_folder.h"

namespace accelbench {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WriteFile : public ::testing::Test {
  protected:
    std::string path(const std::string& name) const { return folder_ / name; }
    std::size_t entries() const { return folder_entries(folder_.path()).size(); }

  private:
    TemporaryFolder folder_;
};

TEST_F(WriteFile, ReplacesTheOldContentAndLeavesNothingBeside) {
    write_file_atomically(path("result.json"), "old");
    write_file_atomically(path("result.json"), "new");
    EXPECT_EQ(read_file(path("result.json")).text, "new");
    EXPECT_EQ(entries(), 1U);
}

/// Writes under a file size limit of 1000 bytes, which fails like a full disk, half-way; returns the message.
std::string write_within_limit(const std::string& path, const std::string& text) {
    return topology::in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        setrlimit(RLIMIT_FSIZE, &limit);
        return test::failure_text([&] { write_file_atomically(path, text); }, 5);
    });
}

TEST_F(WriteFile, AWriteThatFailsHalfWayKeepsTheOldFileAndNoTemporaryOne) {
    write_file_atomically(path("result.json"), "old");
    const std::string message = write_within_limit(path("result.json"), std::string(5000, 'x'));
    EXPECT_THAT(message, HasSubstr("cannot write " + path("result.json") + " (5000 bytes): File too large"));
    EXPECT_EQ(read_file(path("result.json")).text, "old");
    EXPECT_EQ(entries(), 1U);
}

TEST_F(WriteFile, SaysWhyItCanNotBeWritten) {
    const auto write = [&](const std::string& name) { write_file_atomically(path(name), "text"); };
    EXPECT_THAT(test::failure_text([&] { write("absent/result.json"); }, 5), HasSubstr("create the folder first"));
    fs::create_directory(path("folder"));
    EXPECT_THAT(test::failure_text([&] { write("folder"); }, 5), HasSubstr("Is a directory"));
    EXPECT_EQ(entries(), 1U);
}

// A rename would put a file into the link's place, and leave what it led to as it was.
TEST_F(WriteFile, FollowsLinksAndKeepsPermissions) {
    write_file_atomically(path("real.json"), "old");
    ASSERT_EQ(chmod(path("real.json").c_str(), 0640), 0);
    fs::create_symlink("real.json", path("link.json"));
    write_file_atomically(path("link.json"), "new");
    struct stat facts = {};
    ASSERT_EQ(stat(path("real.json").c_str(), &facts), 0);
    EXPECT_EQ(read_file(path("real.json")).text, "new");
    EXPECT_TRUE(fs::is_symlink(path("link.json")));
    EXPECT_EQ(facts.st_mode & 0777, 0640U);
}

// As a FIFO here, so that a defect doesn't cost the machine its /dev/null.
TEST_F(WriteFile, NeverReplacesWhatIsNoFile) {
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    const Descriptor reader(open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    write_file_atomically(path("pipe"), "text");
    EXPECT_TRUE(fs::is_fifo(path("pipe")));
    EXPECT_EQ(read_all(reader.number(), 4).text, "text");
}

}  // namespace
}  // namespace accelbench
