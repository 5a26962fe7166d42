#include "topology/base/write_target.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "topology/base/temporary_folder.h"

namespace accelbench {
namespace {

namespace fs = std::filesystem;
using Kind = WriteTarget::Kind;

WriteTarget target_of(const std::string& path) {
    WriteTarget target;
    EXPECT_EQ(find_write_target(path, target), 0) << path;
    return target;
}

int refusal_of(const std::string& path) {
    WriteTarget target;
    return find_write_target(path, target);
}

class Target : public ::testing::Test {
  protected:
    TemporaryFolder folder_;
    const std::string real_ = fs::canonical(folder_.path()).string();
};

TEST_F(Target, IsAFileWhetherItIsThereOrNot) {
    std::ofstream(folder_ / "old") << "text";
    const auto old = target_of(folder_ / "old"), absent = target_of(folder_ / "new");
    EXPECT_EQ(old.kind, Kind::file);
    EXPECT_TRUE(old.exists);
    EXPECT_EQ(old.facts.st_size, 4);
    EXPECT_EQ(absent.kind, Kind::file);
    EXPECT_FALSE(absent.exists);
    EXPECT_EQ(absent.path, real_ + "/new");
}

// Renamed onto the link, a result would part from the file that others read.
TEST_F(Target, IsWhereLinksLead) {
    fs::create_symlink("second", folder_ / "first");
    fs::create_symlink("file", folder_ / "second");
    EXPECT_EQ(target_of(folder_ / "first").path, real_ + "/file");
    fs::create_symlink("round", folder_ / "round");
    EXPECT_EQ(refusal_of(folder_ / "round"), ELOOP);
}

TEST_F(Target, ThatIsNoFileIsAStream) {
    EXPECT_EQ(target_of("/dev/null").kind, Kind::stream);
    ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(target_of(folder_ / "pipe").kind, Kind::stream);
}

TEST_F(Target, MayBeADescriptorOfOurs) {
    const auto target = target_of("/proc/self/fd/1");
    EXPECT_EQ(target.kind, Kind::descriptor);
    EXPECT_EQ(target.descriptor, 1);
    EXPECT_EQ(target_of("/dev/fd/2").descriptor, 2);
}

TEST_F(Target, CanNotBeAFolderOrNowhere) {
    EXPECT_EQ(refusal_of(""), ENOENT);
    EXPECT_EQ(refusal_of(folder_.path()), EISDIR);
    EXPECT_EQ(refusal_of(folder_.path() + "/"), EISDIR);
    EXPECT_EQ(refusal_of(folder_ / "absent/file"), ENOENT);
}

}  // namespace
}  // namespace accelbench
