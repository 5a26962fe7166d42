#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "../../temporary_folder.h"
#include "harness/launch/hosts/preflight.h"

namespace accelbench::launch {
namespace {

using testing::HasSubstr;

// Without the command ssh opens a shell there, which says nothing: each host was called silent.
TEST(PreflightAgent, GetsTheLoginAndOneLineForTheShellThere) {
    const test::TemporaryFolder folder;
    const auto agent = folder / "agent";
    std::ofstream(agent) << "#!/bin/sh\nfor word; do printf '<%s>' \"$word\"; done >&2\nexit 3\n";
    chmod(agent.c_str(), 0755);
    plan::Plan plan;
    plan.options.rsh = agent + " -q";
    plan.surroundings.hosts.names = {"far"};
    plan.surroundings.hosts.users = {"me"};
    const auto hosts = ask_over_agent(plan, *find_launcher("openmpi"), {"far"}, 20,
                                      {"/opt/a b/accelbench", "host-facts"});
    ASSERT_EQ(hosts.size(), 1U);
    EXPECT_EQ(hosts[0].name, "far");
    EXPECT_THAT(hosts[0].trouble, HasSubstr("<-q><me@far><'/opt/a b/accelbench' host-facts>"));
}

}  // namespace
}  // namespace accelbench::launch
