#include "harness/launch/hosts/agent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace accelbench::launch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Agents : public testing::Test {
  protected:
    void SetUp() override { forget(); }
    void TearDown() override { forget(); }
    static void forget() {
        for (const char* name :
             {"OMPI_MCA_plm_rsh_agent", "PRTE_MCA_plm_ssh_agent", "HYDRA_LAUNCHER_EXEC"})
            unsetenv(name);
    }
};

// The colon and "rsh" were handed to the first of the list as its arguments.
TEST_F(Agents, OfAListAreTheFirstThatCanBeRun) {
    EXPECT_THAT(find_agent("/nowhere/ssh -q : sh -c : rsh").words, ElementsAre("sh", "-c"));
    EXPECT_THAT(find_agent("sh:env").words, ElementsAre("sh"));
    setenv("OMPI_MCA_plm_rsh_agent", "no-such-agent : env -i", 1);
    EXPECT_THAT(find_agent("").words, ElementsAre("env", "-i"));
    EXPECT_EQ(agent_text(""), "no-such-agent : env -i") << "mpirun takes the list apart itself";
    EXPECT_THAT(find_agent("sh").words, ElementsAre("sh")) << "what was typed goes before what was set";
}

// Open MPI 5 passes over the name that Open MPI 4 reads.
TEST_F(Agents, OfOpenMpi5AreReadToo) {
    setenv("OMPI_MCA_plm_rsh_agent", "env", 1);
    setenv("PRTE_MCA_plm_ssh_agent", "sh", 1);
    EXPECT_THAT(find_agent("").words, ElementsAre("sh"));
    EXPECT_EQ(find_agent("").source, "PRTE_MCA_plm_ssh_agent");
    setenv("PRTE_MCA_plm_ssh_agent", " : ", 1);
    EXPECT_THAT(find_agent("").words, ElementsAre("env")) << "an empty one is none";
}

// "install the same version there" was the remedy for an agent that is missing here.
TEST_F(Agents, ThatAreMissingAreSaidToBe) {
    EXPECT_EQ(missing_agent(find_agent("sh")), "");
    EXPECT_EQ(missing_agent(find_agent("/nonexistent/ssh -q : also-none")),
              "can't be reached: /nonexistent/ssh (from --rsh) is no program here; install it, or give another "
              "with --rsh");
    EXPECT_THAT(missing_agent(find_agent("/")), HasSubstr("is no program here")) << "a folder";
    EXPECT_THAT(missing_agent({{"ssh"}, "", false}), HasSubstr("no ssh on the PATH here; install it"));
}

TEST_F(Agents, NobodyNamedAreSshThatAsksForNoPassword) {
    EXPECT_EQ(find_agent("").words.front(), "ssh");
    EXPECT_THAT(find_agent("").words, testing::Contains("BatchMode=yes"));
    EXPECT_EQ(agent_text(""), "");
}

}  // namespace
}  // namespace accelbench::launch
