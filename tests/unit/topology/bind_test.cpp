#include "topology/bind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cerrno>

#include "in_child.h"
#include "system_call_filter.h"
#include "topology/affinity.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

RankPlacement on_cpus(const CpuSet& cpus) {
    RankPlacement rank;
    rank.cpus = cpus;
    return rank;
}

TEST(Bind, TheKernelConfirmsTheCpus) {
    const int cpu = *std::prev(this_machine().cpus.end());
    const auto text = in_child([&] {
        const auto refusal = bind_process(on_cpus({cpu}));
        return refusal.value_or("bound to " + affinity_mask()->to_string());
    });
    EXPECT_EQ(text, "bound to " + std::to_string(cpu));
}

TEST(Bind, AnUnboundRankKeepsWhatItInherited) {
    const auto before = affinity_mask()->to_string();
    const auto text = in_child([] { return bind_process({}).value_or(affinity_mask()->to_string()); });
    EXPECT_EQ(text, before);
}

TEST(Bind, ACpuThatIsNotThereIsRefusedWithTheRemedy) {
    const auto text = in_child([] { return bind_process(on_cpus({100000})).value_or("bound"); });
    EXPECT_THAT(text, HasSubstr("can't bind to cpus 100000"));
    EXPECT_THAT(text, HasSubstr("`accelbench topology` lists the usable ones"));
}

TEST(Bind, ACpuThatTheKernelQuietlyDropsIsFound) {
    const int cpu = this_machine().cpus.first();
    const auto text = in_child([&] { return bind_process(on_cpus({cpu, 100000})).value_or("bound"); });
    EXPECT_THAT(text, HasSubstr("Linux granted " + std::to_string(cpu) + ":"));
}

TEST(Bind, ASandboxThatForbidsAffinityIsNamed) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_sched_setaffinity}, EPERM);
        return bind_process(on_cpus({0})).value_or("bound");
    });
    EXPECT_THAT(text, HasSubstr("the sandbox forbids sched_setaffinity"));
}

TEST(Bind, TheMemoryPolicyIsInForceAfterwards) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    const int node = this_machine().nodes_with_memory().first();
    RankPlacement rank;
    rank.memory = {MemoryMode::bind, {node}};
    EXPECT_EQ(in_child([&] { return bind_process(rank).value_or("bound"); }), "bound");
}

TEST(Bind, ANodeThatIsNotThereIsRefused) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    RankPlacement rank;
    rank.memory = {MemoryMode::bind, {1000}};
    EXPECT_THAT(in_child([&] { return bind_process(rank).value_or("bound"); }),
                HasSubstr("can't set the memory policy bind 1000"));
}

}  // namespace
}  // namespace accelbench::topology
