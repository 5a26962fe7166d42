#include "harness/launch/hosts/mpi_version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "topology/base/exec.h"

namespace accelbench::launch {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

// A host whose accelbench-rank doesn't start had "unknown" as its MPI, without the reason.
TEST(MpiVersion, OfAProgramThatDoesNotStartIsUnknownForTheShellsReason) {
    const auto rank = std::filesystem::path(own_path()).parent_path() / "accelbench-rank";
    std::error_code error;
    if (std::filesystem::exists(rank, error)) GTEST_SKIP() << rank << " is beside this test";
    EXPECT_THAT(mpi_version(), AllOf(StartsWith("unknown: "), HasSubstr(rank.string()),
                                     AnyOf(HasSubstr("not found"), HasSubstr("No such file"))));
}

}  // namespace
}  // namespace accelbench::launch
