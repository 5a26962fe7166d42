#include "topology/base/failure.h"

#include <gtest/gtest.h>

namespace accelbench {
namespace {

// Scripts act on these: README.md and the command contract list them.
TEST(Failure, EndsACommandWithAPublishedCode) {
    EXPECT_EQ(Failure(Failure::Kind::usage, "x").exit_code(), 2);
    EXPECT_EQ(Failure(Failure::Kind::cell_failed, "x").exit_code(), 3);
    EXPECT_EQ(Failure(Failure::Kind::environment, "x").exit_code(), 5);
}

}  // namespace
}  // namespace accelbench
