#include "topology/memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "topology/base/failure.h"
#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/verify.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t one_mebibyte = 1 << 20;

TEST(NumaBuffer, IsAlignedToTwoMebibytesWhateverItsSize) {
    for (std::size_t bytes : {std::size_t{1}, std::size_t{4097}, 5 * one_mebibyte}) {
        NumaBuffer buffer("b", bytes, {});
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % (2 * one_mebibyte), 0u);
        EXPECT_EQ(buffer.size_bytes(), bytes);
    }
}

TEST(NumaBuffer, IsMappedButNotTouched) {
    NumaBuffer buffer("b", one_mebibyte, {});
    const std::array<const NumaBuffer*, 1> list{&buffer};
    const auto before = observe(list);
    ASSERT_EQ(before.method, "move_pages");
    EXPECT_EQ(before.buffers.at(0).absent * before.page_bytes, one_mebibyte) << "looking faulted pages in";
    buffer.touch(0, one_mebibyte / 2);
    EXPECT_LE(observe(list).buffers.at(0).absent * before.page_bytes, one_mebibyte / 2);
}

TEST(NumaBuffer, TouchWritesZerosInItsRangeOnly) {
    NumaBuffer buffer("b", 64, {});
    auto bytes = buffer.as<unsigned char>();
    std::fill(bytes.begin(), bytes.end(), static_cast<unsigned char>(1));
    buffer.touch(8, 16);
    EXPECT_EQ(bytes[7], 1);
    EXPECT_EQ(bytes[8], 0);
    EXPECT_EQ(bytes[23], 0);
    EXPECT_EQ(bytes[24], 1);
    EXPECT_THROW(buffer.touch(60, 5), std::out_of_range);
    EXPECT_THROW(buffer.touch(65, 0), std::out_of_range);
}

TEST(NumaBuffer, WritingPastTheMappingIsCaught) {
    NumaBuffer buffer("b", 2 * one_mebibyte, {});
    volatile auto* bytes = reinterpret_cast<char*>(buffer.data());
    EXPECT_DEATH(bytes[2 * one_mebibyte] = 1, "");
    EXPECT_DEATH(bytes[-1] = 1, "");
}

TEST(NumaBuffer, MovingKeepsThePagesAndEmptiesTheSource) {
    NumaBuffer first("first", 64, {});
    first.as<int>()[3] = 42;
    const auto* address = first.data();
    NumaBuffer second(std::move(first));
    EXPECT_EQ(second.data(), address);
    EXPECT_EQ(second.name(), "first");
    NumaBuffer third;
    third = std::move(second);
    EXPECT_EQ(third.as<int>()[3], 42);
    EXPECT_EQ(second.data(), nullptr);
}

TEST(NumaBuffer, AnEmptyBufferIsAllowed) {
    NumaBuffer buffer("none", 0, {MemoryMode::bind, {0}});
    EXPECT_EQ(buffer.data(), nullptr);
    buffer.touch(0, 0);
    EXPECT_TRUE(buffer.as<float>().empty());
}

TEST(NumaBuffer, PagesGoWhereTheyAreBound) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    for (int node : this_machine().nodes_with_memory()) {
        NumaBuffer buffer("b", 4 * one_mebibyte, {MemoryMode::bind, {node}});
        buffer.touch(0, buffer.size_bytes());
        const std::array<const NumaBuffer*, 1> list{&buffer};
        const auto observed = observe(list).buffers.at(0);
        ASSERT_EQ(observed.pages_by_node.size(), 1u);
        EXPECT_EQ(observed.pages_by_node.begin()->first, node);
        EXPECT_EQ(observed.absent, 0u);
    }
}

TEST(NumaBuffer, ANodeThatIsNotThereIsNamedWithTheRemedy) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    try {
        NumaBuffer buffer("weights", 64, {MemoryMode::bind, {1000}});
        FAIL() << "bound to a node that is not there";
    } catch (const Failure& failure) {
        const std::string text = failure.what();
        EXPECT_EQ(failure.kind(), Failure::Kind::environment);
        EXPECT_NE(text.find("buffer \"weights\""), std::string::npos) << text;
        EXPECT_NE(text.find("`accelbench topology` lists the nodes"), std::string::npos) << text;
    }
}

TEST(NumaBuffer, MoreThanTheAddressSpaceIsAFailure) {
    EXPECT_THROW(NumaBuffer("huge", SIZE_MAX, {}), Failure);
    EXPECT_THROW(NumaBuffer("huge", std::size_t{1} << 62, {}), Failure);
}

TEST(NumaBuffer, OnlyBuffersOfManyHugePagesANodeMayHaveThem) {
    constexpr std::size_t mebibyte = std::size_t{1} << 20;
    EXPECT_FALSE(keeps_to_base_pages(mebibyte, 1));  // nothing to interleave over
    EXPECT_TRUE(keeps_to_base_pages(31 * mebibyte, 2));
    EXPECT_FALSE(keeps_to_base_pages(32 * mebibyte, 2));
    EXPECT_TRUE(keeps_to_base_pages(127 * mebibyte, 8));
    EXPECT_FALSE(keeps_to_base_pages(128 * mebibyte, 8));
}

}  // namespace
}  // namespace accelbench::topology
