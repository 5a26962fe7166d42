#include "harness/cli/plan_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "../../failure_text.h"
#include "../temporary_folder.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;
using test::failure_text;
using testing::HasSubstr;

/// A session's folder of the user's own.
struct PlanFileTest : testing::Test {
    test::TemporaryFolder place;
    launch::OutputFolder folder{place / "out"};
    PlanFileTest() {
        fs::create_directory(folder.path);
        std::ofstream(folder.plan()) << "{}\n";
        chmod(folder.path.c_str(), 0755);
        chmod(folder.plan().c_str(), 0644);
    }
    std::string foreign() const { return read_plan_file(folder).foreign; }
};

TEST_F(PlanFileTest, TheUsersOwnIsReadAndTrusted) {
    EXPECT_EQ(read_plan_file(folder).text, "{}\n");
    EXPECT_EQ(foreign(), "");
}

TEST_F(PlanFileTest, OneThatOthersMayWriteIsTheirs) {
    chmod(folder.plan().c_str(), 0666);
    EXPECT_EQ(foreign(), "everybody may write its plan.json");
    chmod(folder.path.c_str(), 01777);
    EXPECT_EQ(foreign(), "everybody may write the folder");
}

TEST_F(PlanFileTest, AFolderOfAnotherUserIsTheirsWhoeverMadeThePlan) {
    if (geteuid() != 0) GTEST_SKIP() << "only root may give a folder to another user";
    ASSERT_EQ(chown(folder.plan().c_str(), 12345, 12345), 0);
    EXPECT_THAT(foreign(), HasSubstr("its plan.json belongs to uid 12345"));
    ASSERT_EQ(chown(folder.path.c_str(), 12345, 12345), 0);
    ASSERT_EQ(chown(folder.plan().c_str(), 0, 0), 0);
    EXPECT_THAT(foreign(), HasSubstr("the folder belongs to uid 12345"));
}

TEST_F(PlanFileTest, AGroupThatMayWriteIsTrustedOnlyWhenItIsTheUsersOwn) {
    if (geteuid() != 0) GTEST_SKIP() << "only root may give a folder to another group";
    ASSERT_EQ(chown(folder.path.c_str(), 0, 12345), 0);
    chmod(folder.path.c_str(), 0775);
    EXPECT_EQ(foreign(), "the group 12345 may write the folder");
}

// A link to a plan of the user's own, in a folder of someone else, who chooses which plan that is.
TEST_F(PlanFileTest, ALinkIsAsForeignAsItsFolder) {
    const launch::OutputFolder shared{place / "shared"};
    fs::create_directory(shared.path);
    fs::create_symlink(folder.plan(), shared.plan());
    chmod(shared.path.c_str(), 0777);
    EXPECT_EQ(read_plan_file(shared).foreign, "everybody may write the folder");
}

TEST_F(PlanFileTest, OneThatIsNotThereIsNamed) {
    fs::remove(folder.plan());
    EXPECT_THAT(failure_text([&] { read_plan_file(folder); }),
                HasSubstr("plan.json: No such file or directory; --resume"));
    fs::create_directory(folder.plan());
    EXPECT_THAT(failure_text([&] { read_plan_file(folder); }), HasSubstr("Is a directory"));
}

}  // namespace
}  // namespace accelbench::cli
