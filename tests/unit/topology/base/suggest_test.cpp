#include "topology/base/suggest.h"

#include <gtest/gtest.h>

namespace accelbench {
namespace {

const std::vector<std::string> policies = {"baseline", "local", "interleave", "remote"};

TEST(Suggest, ASlipOfTheFingerFindsTheName) {
    EXPECT_EQ(nearest("remot", policies), "remote");
    EXPECT_EQ(nearest("lcoal", policies), "local");  // a swap is one slip
    EXPECT_EQ(nearest("basline", policies), "baseline");
}

// Three letters too many are no slip, but nobody who types --output means anything else.
TEST(Suggest, AWordThatGoesOnOrBreaksOffFindsTheName) {
    const std::vector<std::string> options = {"--out", "--time-budget", "--timeout", "--hosts", "--hostfile"};
    EXPECT_EQ(nearest("--output", options), "--out");
    EXPECT_EQ(nearest("--output-folder", options), "--out");
    EXPECT_EQ(nearest("--time", options), "--timeout");
    EXPECT_EQ(nearest("--o", options), "");
    EXPECT_EQ(nearest("inter", policies), "interleave");
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
}  // namespace accelbench
