#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "in_child.h"
#include "system_call_filter.h"
#include "topology/bind.h"
#include "topology/environment.h"
#include "topology/memory.h"
#include "topology/verify.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(MempolicyRefusal, EpermNamesTheCallAndTheContainersRemedy) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_set_mempolicy, SYS_mbind, SYS_move_pages}, EPERM);
        return mempolicy_refusal().value_or("permitted");
    });
    EXPECT_EQ(text,
              "this container refuses set_mempolicy (EPERM): start it with --cap-add SYS_NICE, or a seccomp "
              "profile "
              "that permits set_mempolicy, mbind and move_pages");
}

TEST(MempolicyRefusal, MbindAloneIsFoundToo) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_mbind}, EPERM);
        return mempolicy_refusal().value_or("permitted");
    });
    EXPECT_THAT(text, StartsWith("this container refuses mbind (EPERM)"));
}

TEST(MempolicyRefusal, AKernelWithoutNumaIsNamed) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_get_mempolicy, SYS_set_mempolicy, SYS_mbind}, ENOSYS);
        return mempolicy_refusal().value_or("permitted");
    });
    EXPECT_THAT(text, HasSubstr("(ENOSYS)"));
    EXPECT_THAT(text, HasSubstr("gVisor"));
}

TEST(MempolicyRefusal, BindSaysItInsteadOfGoingOnUnbound) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_set_mempolicy}, EPERM);
        RankPlacement rank;
        rank.memory = {MemoryMode::bind, {0}};
        return bind_process(rank).value_or("bound");
    });
    EXPECT_THAT(
        text, StartsWith("can't set the memory policy bind 0: this container refuses set_mempolicy (EPERM)"));
}

TEST(MempolicyRefusal, ABufferSaysItInsteadOfGoingOnUnbound) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_mbind}, EPERM);
        NumaBuffer buffer("b", 64, {MemoryMode::bind, {0}});
        return std::string("mapped");
    });
    EXPECT_THAT(text, HasSubstr("--cap-add SYS_NICE"));
}

TEST(MempolicyRefusal, WithoutMovePagesNumaMapsStillTellsWherePagesAre) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_move_pages}, EPERM);
        constexpr std::size_t bytes = 8 << 20;
        NumaBuffer buffer("b", bytes, {MemoryMode::bind, {0}});
        buffer.touch(0, bytes / 2);
        const std::array<const NumaBuffer*, 1> list{&buffer};
        const auto observed = observe(list);
        std::uint64_t present = 0;
        for (const auto& [node, pages] : observed.buffers.at(0).pages_by_node) present += pages;
        return observed.method + " " + std::to_string(present * observed.page_bytes) + " " +
               std::to_string(observed.buffers.at(0).absent * observed.page_bytes);
    });
    EXPECT_EQ(text, "numa_maps 4194304 4194304");
}

TEST(MempolicyRefusal, NumaMapsKeepsNeighbouringBuffersApart) {
    const auto text = in_child([] {
        refuse_system_calls({SYS_move_pages}, EPERM);
        NumaBuffer first("first", 4 << 20, {});
        NumaBuffer second("second", 4 << 20, {});
        second.touch(0, 4 << 20);
        const std::array<const NumaBuffer*, 2> list{&first, &second};
        const auto observed = observe(list);
        return std::to_string(observed.buffers.at(0).absent * observed.page_bytes) + " " +
               std::to_string(observed.buffers.at(1).absent * observed.page_bytes);
    });
    EXPECT_EQ(text, "4194304 0");
}

TEST(MempolicyRefusal, AskingLeavesThePolicyAsItWas) {
    const auto text = in_child([]() -> std::string {
        RankPlacement rank;
        rank.memory = {MemoryMode::interleave, {0}};
        if (const auto refusal = bind_process(rank)) return *refusal;
        if (const auto refusal = mempolicy_refusal()) return *refusal;
        std::array<unsigned long, 64> mask{};
        int mode = -1;
        syscall(SYS_get_mempolicy, &mode, mask.data(), 4096UL, nullptr, 0UL);
        return std::to_string(mode) + " " + std::to_string(mask[0]);
    });
    EXPECT_EQ(text, "3 1") << "MPOL_INTERLEAVE on node 0";
}

}  // namespace
}  // namespace accelbench::topology
