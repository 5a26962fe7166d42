#include "topology/base/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "../in_child.h"
#include "topology/base/failure.h"

namespace accelbench {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(TemporaryFolder, EndsWithAllThatIsInIt) {
    std::string path;
    {
        const TemporaryFolder folder, other;
        EXPECT_NE(folder.path(), other.path());
        std::ofstream(folder / "file") << "text";
        path = folder.path();
        EXPECT_TRUE(fs::exists(path + "/file"));
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, StandsWhereTheUserWantsIt) {
    const TemporaryFolder wanted;
    const auto path = topology::in_child([&] {
        setenv("TMPDIR", wanted.path().c_str(), 1);
        return TemporaryFolder().path();
    });
    EXPECT_THAT(path, StartsWith(wanted.path() + "/accelbench-"));
}

TEST(TemporaryFolder, SaysWhyItCanNotBeMade) {
    const auto said = topology::in_child([] {
        setenv("TMPDIR", "/proc", 1);
        try {
            return TemporaryFolder().path();
        } catch (const Failure& failure) {
            return std::to_string(failure.exit_code()) + ": " + failure.what();
        }
    });
    EXPECT_THAT(said, StartsWith("5: /proc: "));
    EXPECT_THAT(said, HasSubstr("set TMPDIR to a folder that can be written"));
}

}  // namespace
}  // namespace accelbench
