#include "harness/launch/session/folder_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "../../temporary_folder.h"

namespace accelbench::launch {
namespace {

namespace fs = std::filesystem;

struct FolderWatchTest : testing::Test {
    test::TemporaryFolder place;
    OutputFolder folder{place / "out"};
    FolderWatchTest() {
        fs::create_directory(folder.path);
        std::ofstream(folder.journal()) << "{}\n";
    }
};

TEST_F(FolderWatchTest, AFolderThatStaysIsNoTrouble) {
    const FolderWatch watch(folder);
    std::ofstream(folder.document()) << "{}";
    std::ofstream(folder.journal(), std::ios::app) << "{}\n";
    EXPECT_EQ(watch.trouble(), "");
    EXPECT_EQ(watch.reachable(), folder.path);
}

TEST_F(FolderWatchTest, ARemovedOneIsNowhere) {
    const FolderWatch watch(folder);
    fs::remove_all(folder.path);
    EXPECT_EQ(watch.trouble(), "was removed");
    EXPECT_EQ(watch.reachable(), "");
}

TEST_F(FolderWatchTest, ARenamedOneIsToldByItsNewName) {
    const FolderWatch watch(folder);
    fs::rename(folder.path, place / "elsewhere");
    EXPECT_EQ(watch.trouble(), "was moved to " + (place / "elsewhere"));
    EXPECT_EQ(watch.reachable(), place / "elsewhere");
}

// Documents of this session in the folder of another would be worse than none.
TEST_F(FolderWatchTest, AnotherFolderOfItsNameIsNotIt) {
    const FolderWatch watch(folder);
    fs::rename(folder.path, place / "elsewhere");
    fs::create_directory(folder.path);
    EXPECT_EQ(watch.reachable(), place / "elsewhere");
    fs::remove_all(place / "elsewhere");
    EXPECT_EQ(watch.trouble(), "was replaced by another folder");
    EXPECT_EQ(watch.reachable(), "");
}

TEST_F(FolderWatchTest, AJournalThatIsGoneOrAnotherIsNoticed) {
    const FolderWatch watch(folder);
    fs::remove(folder.journal());
    EXPECT_EQ(watch.trouble(), "lost its trials.jsonl");
    std::ofstream(folder.journal()) << "{}\n";
    EXPECT_EQ(watch.trouble(), "lost its trials.jsonl");
    EXPECT_EQ(watch.reachable(), "");
}

// A folder in which a session never began has a message of its own: that it "lost its trials.jsonl" was wrong.
TEST_F(FolderWatchTest, OneThatNeverHadAJournalHasLostNone) {
    fs::remove(folder.journal());
    EXPECT_EQ(FolderWatch(folder).trouble(), "");
    fs::remove_all(folder.path);
    EXPECT_EQ(FolderWatch(folder).trouble(), "");
}

}  // namespace
}  // namespace accelbench::launch
