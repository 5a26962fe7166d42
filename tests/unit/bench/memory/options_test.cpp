#include "bench/memory/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "topology/base/failure.h"

namespace accelbench::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

StreamWish parse(std::vector<std::string> words) { return parse_memory_options(words); }

std::string refusal(std::vector<std::string> words) {
    try {
        parse(std::move(words));
        return "accepted";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.kind(), Failure::Kind::usage);
        return failure.what();
    }
}

TEST(MemoryOptions, WithoutAnyAllPoliciesRun) {
    EXPECT_THAT(parse({}).policies, SizeIs(4));
    EXPECT_THAT(parse({}).threads, SizeIs(0));
}

TEST(MemoryOptions, ListsAndBothWaysOfGivingAValueAreRead) {
    const auto wish = parse({"--policies", "local,interleaved", "--threads=1,4,1", "--array-mib", "3"});
    EXPECT_THAT(wish.policies,
                ElementsAre(topology::find_policy("local"), topology::find_policy("interleave")));
    EXPECT_THAT(wish.threads, ElementsAre(1, 4));
    EXPECT_EQ(wish.array_bytes, std::uint64_t{3} << 20);
}

TEST(MemoryOptions, WhatCannotBeReadIsNamedAsItWasTyped) {
    EXPECT_THAT(refusal({"--policies", "lokal"}), HasSubstr("unknown policy 'lokal'; did you mean 'local'?"));
    EXPECT_THAT(refusal({"--policies", "numa"}),
                HasSubstr("unknown policy 'numa'; there are: all, baseline, local"));
    EXPECT_THAT(refusal({"--threads", "1,0"}), HasSubstr("'0' is not a whole number from 1 to"));
    EXPECT_THAT(refusal({"--threads"}), HasSubstr("--threads: ''"));
    EXPECT_THAT(refusal({"--array-mib=2.5"}), HasSubstr("'2.5'"));
    EXPECT_THAT(refusal({"--policy", "local"}), HasSubstr("'--policy' is unknown"));
}

}  // namespace
}  // namespace accelbench::bench
