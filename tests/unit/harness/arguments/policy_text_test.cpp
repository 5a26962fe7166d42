#include "harness/arguments/policy_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../failure_text.h"

namespace accelbench::arguments {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names(const std::string& text) {
    std::vector<std::string> names;
    for (const auto& choice : parse_policies("--policies", text)) names.push_back(choice.name());
    return names;
}

std::string bad_policies(const std::string& text) {
    return failure_text([&] { parse_policies("--policies", text); });
}

std::string bad_classes(const std::string& text) {
    return failure_text([&] { parse_classes("--place", text); });
}

TEST(PolicyText, CommasInsideNodesDoNotEndAPolicy) {
    EXPECT_THAT(names("bind:0,2-3,local,interleaved:0,2"),
                ElementsAre("bind:0,2-3", "local", "interleave:0,2"));
    EXPECT_THAT(names("node:1,node:1,bind:1"), ElementsAre("bind:1"));
    EXPECT_THAT(names("all,preferred"),
                ElementsAre("baseline", "local", "interleave", "remote", "preferred"));
}

TEST(PolicyText, WhatAPolicyCanNotTakeIsRefusedWithWhatCan) {
    EXPECT_THAT(bad_policies("bind"), HasSubstr("'bind' needs the nodes to bind to, as in bind:0"));
    EXPECT_THAT(bad_policies("local:1"), HasSubstr("local chooses its own nodes; bind:1"));
    EXPECT_THAT(bad_policies("preferred:0,1"), HasSubstr("takes one node; preferred-many:0,1 takes several"));
    EXPECT_THAT(bad_policies("bind:a"), HasSubstr("'a' is not a list of nodes"));
    EXPECT_THAT(bad_policies("bind:"), HasSubstr("'' is not a list of nodes"));
    EXPECT_THAT(bad_policies("weighted-interlave"), HasSubstr("did you mean 'weighted-interleave'?"));
}

TEST(PolicyText, ClassesAreReadAndTheRestIsLocalUnlessNamed) {
    EXPECT_EQ(parse_classes("--place", "weights=interleave,optimizer=node:0,2,staging=node:1").name(),
              "weights=interleave,optimizer=bind:0,2,staging=bind:1");
    EXPECT_EQ(parse_classes("--place", "rest=interleave,weights=local").name(),
              "weights=local,rest=interleave");
}

TEST(PolicyText, ClassesThatMakeNoSenseAreRefused) {
    EXPECT_THAT(bad_classes("weights"), HasSubstr("'weights' is not CLASS=POLICY"));
    EXPECT_THAT(bad_classes("=local"), HasSubstr("'=local' is not CLASS=POLICY"));
    EXPECT_THAT(bad_classes("weights=local,weights=remote"), HasSubstr("weights already has a policy"));
    EXPECT_THAT(bad_classes("rest=local,rest=remote,weights=local"),
                HasSubstr("rest already has a policy"));
    EXPECT_THAT(bad_classes("rest=remote"), HasSubstr("no class in it"));
    EXPECT_THAT(bad_classes("weights=baseline"), HasSubstr("leaves a whole process alone"));
    EXPECT_THAT(bad_classes("weights=all"), HasSubstr("unknown policy 'all'"));
}

}  // namespace
}  // namespace accelbench::arguments
