#include "harness/cli/audit_machines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "reports/model/host.h"

namespace accelbench::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using topology::Grade;

/// One cell of the null kernel with 512 MiB on node 0 or 1 of two hosts, each of which told a good audit.
plan::Plan plan_for_two_hosts() {
    plan::SweepOptions options;
    options.kernel = "null";
    options.parameters = {{"memory", "536870912"}};
    options.policies = {*topology::find_policy("local")};
    options.num_processes = {1};
    options.threads = 1;
    options.seed = 1;
    plan::Surroundings around;
    around.machine = topology::machine_from("pack:2 [numa(memory=1073741824)] core:2 pu:1");
    auto plan = plan::make_plan(options, {}, around, {});
    reports::HostFacts facts;
    facts.machine = around.machine;
    facts.free_memory_bytes = {{0, 1000ULL << 20}, {1, 1000ULL << 20}};
    facts.audit = {{"free_memory", "free memory per node", "1 GiB", Grade::good, "w", "", false},
                   {"swap", "swap", "none", Grade::good, "w", "", false}};
    for (const char* name : {"node-a", "node-b"}) plan.hosts.push_back({name, "", facts, std::nullopt});
    return plan;
}

std::string told(plan::Plan& plan) {
    testing::internal::CaptureStderr();
    audit_machines(plan);
    return testing::internal::GetCapturedStderr();
}

TEST(AuditMachines, WhatHostsToldIsKeptAndGoodRowsAreNotTold) {
    auto plan = plan_for_two_hosts();
    EXPECT_EQ(told(plan), "");
    ASSERT_EQ(plan.audit.size(), 2u);
    EXPECT_EQ(plan.audit, plan.hosts[0].facts->audit);
}

TEST(AuditMachines, AHostThatHasTooLittleFreeMemoryForThePlanIsNamed) {
    auto plan = plan_for_two_hosts();
    plan.hosts[1].facts->free_memory_bytes[0] = 100ULL << 20;
    EXPECT_THAT(
        told(plan),
        HasSubstr(
            "bad for measuring on node-b: free memory per node: node 0 has 100 MiB free, 512 MiB needed"));
    EXPECT_EQ(plan.hosts[1].facts->audit[0].grade, Grade::bad);
    EXPECT_EQ(plan.hosts[0].facts->audit[0].grade, Grade::good);
}

TEST(AuditMachines, WhatIsBadOnSeveralHostsIsToldOnceWithTheirNames) {
    auto plan = plan_for_two_hosts();
    for (auto& host : plan.hosts)
        host.facts->audit[1] = {"swap", "swap", "in use", Grade::bad, "w", "swapoff -a", true};
    const auto text = told(plan);
    EXPECT_EQ(text, "bad for measuring on node-a, node-b: swap: in use; fix: swapoff -a\n");
}

TEST(AuditMachines, AHostThatSaidNothingIsLeftOut) {
    auto plan = plan_for_two_hosts();
    plan.hosts[0].facts.reset();
    EXPECT_EQ(told(plan), "");
    EXPECT_EQ(plan.audit, plan.hosts[1].facts->audit);
}

}  // namespace
}  // namespace accelbench::cli
