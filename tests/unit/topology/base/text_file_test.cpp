#include "topology/base/text_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "topology/base/temporary_folder.h"

namespace accelbench::topology {
namespace {

std::string complaint_about(const std::string& path, std::size_t most_bytes = 100) {
    try {
        return "read: " + read_text_file(path, most_bytes);
    } catch (const Unreadable& why) {
        return why.what();
    }
}

class TextFile : public ::testing::Test {
  protected:
    std::string file(const std::string& text) const {
        std::ofstream(folder_ / "list") << text;
        return folder_ / "list";
    }
    TemporaryFolder folder_;
};

TEST_F(TextFile, IsReadWithoutTheMarkThatEditorsPutBeforeIt) {
    EXPECT_EQ(complaint_about(file("a\nb")), "read: a\nb");
    EXPECT_EQ(complaint_about(file(std::string("\xEF\xBB\xBF") + "a")), "read: a");
    EXPECT_EQ(complaint_about(file("")), "read: ");
}

TEST_F(TextFile, OfAnotherEncodingIsRefused) {
    EXPECT_EQ(complaint_about(file(std::string("\xFF\xFE") + "a")), "it is UTF-16; save it as UTF-8");
    EXPECT_EQ(complaint_about(file(std::string("\xFE\xFF") + "a")), "it is UTF-16; save it as UTF-8");
}

TEST_F(TextFile, ThatIsNoneIsRefusedWithTheReason) {
    EXPECT_EQ(complaint_about(folder_ / "absent"), "No such file or directory");
    EXPECT_EQ(complaint_about(folder_.path()), "it is a directory");
}

TEST_F(TextFile, MayHaveTheMostBytesAndNoMore) {
    constexpr std::size_t most = std::size_t{2} << 20;
    EXPECT_EQ(complaint_about(file(std::string(most, 'x')), most).size(), most + 6);
    EXPECT_EQ(complaint_about(file(std::string(most + 1, 'x')), most), "it holds more than 2 MiB");
    EXPECT_EQ(complaint_about("/dev/zero", most), "it holds more than 2 MiB");
}

}  // namespace
}  // namespace accelbench::topology
