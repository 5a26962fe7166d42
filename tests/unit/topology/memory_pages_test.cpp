#include "topology/memory_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <array>

#include "topology/base/failure.h"
#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/memory.h"
#include "topology/memory_shared.h"
#include "topology/observe_page_sizes.h"
#include "topology/transparent_pages.h"
#include "topology/verify.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t buffer_bytes = 16 * huge_page_bytes;

MemoryBinding with_pages(PageKind kind, MemoryBinding memory = {}) {
    memory.pages = kind;
    return memory;
}

PageSizes sizes_of(const NumaBuffer& buffer) {
    const std::array<const NumaBuffer*, 1> list{&buffer};
    return observe_page_sizes(list);
}

bool gives_transparent_ones() { return why_no_transparent_pages(read_environment()).empty(); }

/// Of the pool, on the node that a process may use first; -1: none that is free.
int node_with_free_pages(std::uint64_t pages) {
    const auto pool = read_huge_page_pool().value_or(HugePagePool{});
    for (const int node : this_machine().nodes_with_memory())
        if (const auto there = pool.by_node.find(node);
            there != pool.by_node.end() && there->second.free >= pages + pool.promised)
            return node;
    return -1;
}

TEST(MemoryPages, SmallBuffersKeepToBasePagesOnlyWhereTransparentOnesWouldBeDealtUnevenly) {
    const auto kind = [](PageKind asked, int nodes) { return pages_for(with_pages(asked), buffer_bytes, nodes); };
    EXPECT_EQ(kind(PageKind::transparent_huge, 1), PageKind::transparent_huge);
    EXPECT_EQ(kind(PageKind::transparent_huge, 2), PageKind::transparent_huge);
    EXPECT_EQ(kind(PageKind::transparent_huge, 4), PageKind::base);
    EXPECT_EQ(kind(PageKind::huge, 4), PageKind::huge) << "the pool's pages are never exchanged";
    EXPECT_EQ(kind(PageKind::base, 1), PageKind::base);
}

TEST(MemoryPages, WhereNothingIsAskedTheSystemDecidesButForSmallBoundBuffers) {
    EXPECT_EQ(pages_for({}, buffer_bytes, 4), PageKind::system);
    EXPECT_EQ(pages_for({MemoryMode::bind, {0}}, buffer_bytes, 4), PageKind::base);
    EXPECT_EQ(pages_for({MemoryMode::bind, {0}}, buffer_bytes, 1), PageKind::system);
}

TEST(MemoryPages, BasePagesAreNoHugeOnesWhateverTheSetting) {
    NumaBuffer buffer("b", buffer_bytes, with_pages(PageKind::base));
    buffer.touch(0, buffer_bytes);
    const auto sizes = sizes_of(buffer);
    ASSERT_EQ(sizes.reason, "");
    EXPECT_EQ(sizes.buffer_bytes, buffer_bytes);
    EXPECT_EQ(sizes.meant_bytes, 0U);
    EXPECT_EQ(sizes.huge_bytes, 0U);
    EXPECT_EQ(sizes.unasked_huge_bytes, 0U);
}

// With the setting madvise, which most distributions have, a buffer that asks for nothing has base pages.
TEST(MemoryPages, TransparentHugePagesAreHadWhereTheKernelGivesThem) {
    if (!gives_transparent_ones()) GTEST_SKIP() << "transparent huge pages are off";
    NumaBuffer buffer("b", buffer_bytes, with_pages(PageKind::transparent_huge));
    if (buffer.pages() == PageKind::base) GTEST_SKIP() << "too many nodes for a buffer of this size";
    buffer.touch(0, buffer_bytes);
    const auto sizes = sizes_of(buffer);
    EXPECT_EQ(sizes.meant_bytes, buffer_bytes);
    EXPECT_GT(sizes.huge_bytes, buffer_bytes / 2) << "free memory in small pieces?";
}

// A rank of a small model has ten buffers: a huge page begun in each would be a fifth more than it needs.
TEST(MemoryPages, ABufferTakesNoHugePageThatItDoesNotFill) {
    if (!gives_transparent_ones()) GTEST_SKIP() << "transparent huge pages are off";
    constexpr std::size_t bytes = buffer_bytes + 4096;
    NumaBuffer buffer("b", bytes, with_pages(PageKind::transparent_huge));
    if (buffer.pages() == PageKind::base) GTEST_SKIP() << "too many nodes for a buffer of this size";
    buffer.touch(0, bytes);
    const auto sizes = sizes_of(buffer);
    EXPECT_LE(sizes.buffer_bytes, bytes + 64 * 1024);  // where base pages are larger
    EXPECT_EQ(sizes.meant_bytes, buffer_bytes);
}

/// Huge pages that the buffer does not know of, as a system setting gives them to shared memory.
NumaBuffer with_unasked_huge_pages() {
    void* pages = mmap(nullptr, buffer_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || madvise(pages, buffer_bytes, MADV_HUGEPAGE) != 0)
        throw Failure(Failure::Kind::environment, "no pages to adopt");
    auto buffer = NumaBuffer::adopt("communication", static_cast<std::byte*>(pages), buffer_bytes);
    buffer.touch(0, buffer_bytes);
    return buffer;
}

// Counted together they would be more than all that was to be huge, or hide what is missing there.
TEST(MemoryPages, HugeOnesThatNobodyAskedForAreToldApart) {
    if (!gives_transparent_ones()) GTEST_SKIP() << "transparent huge pages are off";
    NumaBuffer asked("b", buffer_bytes, with_pages(PageKind::transparent_huge));
    asked.touch(0, buffer_bytes);
    const auto unasked = with_unasked_huge_pages();
    const std::array<const NumaBuffer*, 2> list{&asked, &unasked};
    const auto sizes = observe_page_sizes(list);
    EXPECT_EQ(sizes.buffer_bytes, 2 * buffer_bytes);
    EXPECT_LE(sizes.huge_bytes, sizes.meant_bytes);
    EXPECT_EQ(sizes.huge_bytes, sizes_of(asked).huge_bytes);
    EXPECT_GT(sizes.unasked_huge_bytes, 0U);
}

TEST(MemoryPages, SharedOnesAreBuffersThatWereNotToBeHuge) {
    const SharedMemory shared("communication", buffer_bytes, with_pages(PageKind::transparent_huge));
    const auto sizes = sizes_of(shared.pages());
    EXPECT_EQ(sizes.buffer_bytes, buffer_bytes);
    EXPECT_EQ(sizes.meant_bytes, 0U);
    EXPECT_EQ(sizes.unasked_huge_bytes, 0U);
}

TEST(MemoryPages, WhatWasNotTouchedIsInNoPages) {
    const NumaBuffer buffer("b", buffer_bytes, with_pages(PageKind::transparent_huge));
    EXPECT_EQ(sizes_of(buffer).buffer_bytes, 0U);
}

TEST(MemoryPages, MorePagesThanThePoolHasAreAFailureWithTheRemedy) {
    const auto pool = read_huge_page_pool();
    if (!pool) GTEST_SKIP() << "this Linux kernel reports no pool of 2 MiB pages";
    try {
        const NumaBuffer buffer("weights", (pool->all().free + 1) * huge_page_bytes,
                                with_pages(PageKind::huge));
        FAIL() << "mapped more than there is";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.kind(), Failure::Kind::environment);
        EXPECT_THAT(failure.what(), HasSubstr("buffer \"weights\""));
        EXPECT_THAT(failure.what(), HasSubstr("/nr_hugepages"));
    }
}

std::optional<std::string> why_lacking(std::uint64_t free_on_0, std::uint64_t free_on_1, std::size_t bytes,
                                       const NodeSet& nodes) {
    const HugePagePool pool{{{0, {8, free_on_0}}, {1, {8, free_on_1}}}, huge_pages_for(bytes)};
    return why_nodes_lack_pages(pool, bytes, {MemoryMode::bind, nodes});
}

// Refused without a reason, the last mapping that fits would end a sweep with an empty message. Accepted where a page
// is missing, it would end the rank by SIGBUS at first touch.
TEST(MemoryPages, NodesThatHaveExactlyTheirPagesAreAccepted) {
    constexpr auto bytes = 2 * huge_page_bytes;
    EXPECT_EQ(why_lacking(2, 0, bytes, {0}), std::nullopt);
    EXPECT_EQ(why_lacking(2, 8, bytes - 1, {0}), std::nullopt) << "rounded up";
    EXPECT_EQ(why_lacking(1, 1, bytes, {0, 1}), std::nullopt);
    EXPECT_THAT(why_lacking(2, 8, bytes + 1, {0}).value_or(""), HasSubstr("3 of 2 MiB on node 0 are needed"));
    EXPECT_THAT(why_lacking(1, 8, bytes, {0}).value_or(""),
                HasSubstr("2 of 2 MiB on node 0 are needed, 1 of its 8 are free"))
        << "pages of other nodes are no help";
    EXPECT_THAT(why_lacking(1, 0, bytes, {0, 1}).value_or(""), HasSubstr("on node 1 are needed"));
    EXPECT_THAT(why_lacking(1, 0, bytes, {0}).value_or("nothing is reserved"), Not(HasSubstr("reserved")))
        << "what is promised to this mapping is not another's";
}

TEST(MemoryPages, PagesOfThePoolAreHadBoundAndGivenBack) {
    constexpr std::size_t bytes = 2 * huge_page_bytes - 1;  // rounded up
    const int node = node_with_free_pages(2);
    if (node < 0) GTEST_SKIP() << "no two 2 MiB pages are set aside and free on any node";
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    const auto before = read_huge_page_pool();
    {
        NumaBuffer buffer("b", bytes, with_pages(PageKind::huge, {MemoryMode::bind, {node}}));
        EXPECT_EQ(read_huge_page_pool()->by_node.at(node).free, before->by_node.at(node).free - 2)
            << "they are there from the start, or a race for them ends in SIGBUS";
        buffer.touch(0, bytes);
        const auto sizes = sizes_of(buffer);
        EXPECT_EQ(sizes.huge_bytes, 2 * huge_page_bytes);
        EXPECT_EQ(sizes.meant_bytes, 2 * huge_page_bytes);
        const std::array<const NumaBuffer*, 1> list{&buffer};
        const auto observed = observe(list).buffers.at(0);
        EXPECT_EQ(observed.absent, 0U);
        ASSERT_EQ(observed.pages_by_node.size(), 1U);
        EXPECT_EQ(observed.pages_by_node.begin()->first, node);
        volatile auto* end = reinterpret_cast<char*>(buffer.data()) + 2 * huge_page_bytes;
        EXPECT_DEATH(*end = 1, "") << "the guard took a page of the pool";
    }
    EXPECT_EQ(read_huge_page_pool(), before);
}

// What an answer check took from the pool would be missing for the work that it was counted for.
TEST(MemoryPages, MemoryAsideOfTheWorkIsNotOfThePool) {
    MemoryPlan plan(MemoryMode::bind, {0});
    plan.by_class["optimizer"] = {MemoryMode::bind, {1}};
    plan.use_pages(PageKind::huge);
    EXPECT_EQ(plan.of("optimizer").pages, PageKind::huge);
    const auto aside = plan.aside();
    EXPECT_EQ(aside.pages, PageKind::transparent_huge);
    EXPECT_EQ(aside.of("optimizer").pages, PageKind::transparent_huge);
    EXPECT_EQ(aside.of("optimizer").nodes, NodeSet{1});
    plan.use_pages(PageKind::base);
    EXPECT_EQ(plan.aside(), plan);
}

}  // namespace
}  // namespace accelbench::topology
