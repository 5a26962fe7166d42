#include "harness/launch/reach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "../temporary_folder.h"

namespace accelbench::launch {
namespace {

class Reach : public testing::Test {
  protected:
    /// Stands in for ssh: host "refused" refuses, host "cut" says nothing, all others do as told.
    std::string agent() {
        const auto path = folder_ / "agent";
        std::ofstream(path) << "#!/bin/sh\nshift\ncase $1 in\n"
                               "refused) echo 'connection refused' >&2; exit 255 ;;\ncut) exec sleep 30 ;;\n"
                               "esac\nshift\nexec \"$@\"\n";
        chmod(path.c_str(), 0755);
        return path + " -q";
    }
    std::string silent(std::vector<std::string> names, int machines) {
        plan::Hosts hosts;
        hosts.names = std::move(names);
        return silent_hosts(hosts, machines, agent(), folder_.path(), 1);
    }
    test::TemporaryFolder folder_;
};

// All ranks wait when one machine is gone: without the question none could say for whom.
TEST_F(Reach, AHostThatDoesNotAnswerIsNamedWithWhatWasTried) {
    const auto text = silent({"a", "refused", "cut", "b"}, 4);
    EXPECT_EQ(text, "; refused does not answer (" + (folder_ / "agent") +
                        " -q refused true: connection refused); cut does not answer (" + (folder_ / "agent") +
                        " -q cut true: silence)");
}

TEST_F(Reach, OnlyTheMachinesOfTheCellAreAsked) { EXPECT_EQ(silent({"a", "b", "refused"}, 2), ""); }

}  // namespace
}  // namespace accelbench::launch
