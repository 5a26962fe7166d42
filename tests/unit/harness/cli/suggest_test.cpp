#include "harness/cli/suggest.h"

#include <gtest/gtest.h>

namespace accelbench::cli {
namespace {

const std::vector<std::string> policies = {"baseline", "local", "interleave", "remote"};

TEST(Suggest, ASlipOfTheFingerFindsTheName) {
    EXPECT_EQ(nearest("remot", policies), "remote");
    EXPECT_EQ(nearest("lcoal", policies), "local");  // a swap is one slip
    EXPECT_EQ(nearest("basline", policies), "baseline");
}

TEST(Suggest, AForeignWordIsNotTakenForOneOfOurs) {
    EXPECT_EQ(nearest("numactl", policies), "");
    EXPECT_EQ(unknown_name("policy", "xyz", policies),
              "unknown policy 'xyz'; there are: baseline, local, interleave, remote");
}

TEST(Suggest, TheMessageNamesWhatWasTypedAndWhatWasMeant) {
    EXPECT_EQ(unknown_name("option", "--polices", {"--policies", "--out"}),
              "unknown option '--polices'; did you mean '--policies'?");
}

}  // namespace
}  // namespace accelbench::cli
