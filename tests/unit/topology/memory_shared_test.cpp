#include "topology/memory_shared.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <sstream>

#include "in_child.h"
#include "topology/base/failure.h"
#include "topology/base/system_files.h"
#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/verify.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t bytes = 3 << 20;

std::size_t open_files() {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST(SharedMemory, AnotherProcessSeesTheSamePagesThroughTheDoor) {
    SharedMemory shared("communication", bytes, {});
    const auto said = in_child([&] {
        attach_shared("peer", shared.door(), bytes).as<int>()[7] = 42;
        return std::string("wrote");
    });
    EXPECT_EQ(said, "wrote");
    EXPECT_EQ(shared.pages().as<int>()[7], 42);
}

TEST(SharedMemory, PagesGoWhereTheOwnerBindsThemAndAreAllThere) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    for (int node : this_machine().nodes_with_memory()) {
        const SharedMemory shared("communication", bytes, {MemoryMode::bind, {node}});
        const std::array<const NumaBuffer*, 1> list{&shared.pages()};
        const auto seen = observe(list);
        const auto& pages = seen.buffers.at(0);
        EXPECT_EQ(pages.name, "communication");
        EXPECT_EQ(pages.absent, 0U);
        EXPECT_EQ(pages.pages_by_node, (std::map<int, std::uint64_t>{{node, bytes / seen.page_bytes}}));
    }
}

/// The kernel's flags of the mapping that begins at `data`, " rd wr sh nh": nh: no huge pages.
std::string flags_of(const NumaBuffer& buffer) {
    std::istringstream smaps(read_system_file("/proc/self/smaps"));
    const auto heading = fmt::format("{:x}-", reinterpret_cast<std::uintptr_t>(buffer.data()));
    bool inside = false;
    for (std::string line; std::getline(smaps, line);) {
        inside = inside || line.starts_with(heading);
        if (inside && line.starts_with("VmFlags:")) return line.substr(8) + " ";
    }
    return "";
}

// Where shmem_enabled is `always` a cell of base pages would have huge ones here.
TEST(SharedMemory, KeepsToBasePagesWhateverTheSystemsSetting) {
    if (read_system_file("/sys/kernel/mm/transparent_hugepage/enabled").empty())
        GTEST_SKIP() << "this Linux kernel has no transparent huge pages";
    const SharedMemory shared("communication", bytes, {});
    EXPECT_EQ(shared.pages().pages(), PageKind::base);
    EXPECT_THAT(flags_of(shared.pages()), testing::HasSubstr(" nh "));
    const auto flags = in_child([&] { return flags_of(attach_shared("peer", shared.door(), bytes)); });
    EXPECT_THAT(flags, testing::HasSubstr(" nh "));
}

TEST(SharedMemory, ANodeThatIsNotThereIsNamedWithTheRemedyAndLeavesNoFileOpen) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    const auto before = open_files();
    try {
        const SharedMemory shared("communication", bytes, {MemoryMode::bind, {1000}});
        FAIL() << "bound to a node that is not there";
    } catch (const Failure& failure) {
        EXPECT_THAT(failure.what(), testing::HasSubstr("shared memory \"communication\""));
        EXPECT_THAT(failure.what(), testing::HasSubstr("`accelbench topology` lists the nodes"));
    }
    EXPECT_EQ(open_files(), before);
}

TEST(SharedMemory, AClosedDoorIsNamedWithTheRemedyAndThePagesStay) {
    SharedMemory shared("communication", bytes, {});
    const auto door = shared.door();
    shared.close_door();
    try {
        attach_shared("peer", door, bytes);
        FAIL() << "came through a closed door";
    } catch (const Failure& failure) {
        EXPECT_THAT(failure.what(), testing::HasSubstr(door));
        EXPECT_THAT(failure.what(), testing::HasSubstr("--allreduce flat"));
    }
    shared.pages().as<int>()[0] = 1;
}

}  // namespace
}  // namespace accelbench::topology
