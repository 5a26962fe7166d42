#include "harness/arguments/names.h"

#include <gtest/gtest.h>

#include "../../failure_text.h"

namespace accelbench::arguments {
namespace {

TEST(Names, OneThatIsNotKnownIsRefusedWithWhatIsNear) {
    const std::vector<std::string> known = {"weak", "strong"};
    EXPECT_EQ(one_of(known, "--scaling", "scaling", "weak"), "weak");
    EXPECT_EQ(test::failure_text([&] { one_of(known, "--scaling", "scaling", "stong"); }),
              "--scaling: unknown scaling 'stong'; did you mean 'strong'?");
}

}  // namespace
}  // namespace accelbench::arguments
