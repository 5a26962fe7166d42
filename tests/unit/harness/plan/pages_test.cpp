#include "harness/plan/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/message/variant.h"
#include "topology/transparent_pages.h"

namespace accelbench::plan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using topology::PageKind;

/// Pretends to be this system: nothing is bound while cells are made.
Surroundings around_pages(const std::string& thp, std::optional<topology::HugePagePool> pool = std::nullopt) {
    Surroundings surroundings;
    surroundings.machine = topology::machine_from("numa:2 core:2 pu:1");
    surroundings.machine.is_this_system = true;
    surroundings.environment.mempolicy = "permitted";
    surroundings.environment.transparent_hugepage = thp;
    surroundings.environment.huge_pages = std::move(pool);
    return surroundings;
}

SweepOptions sweep(const std::string& policy, std::vector<PageKind> pages = {}) {
    SweepOptions options;
    options.kernel = "null";
    options.num_processes = {2};
    options.policies = {*topology::find_policy(policy)};
    options.pages = std::move(pages);
    return options;
}

reports::Cell cell_of(const SweepOptions& options, const Surroundings& surroundings) {
    return make_cells(options, surroundings).front();
}

// The kernel's setting is madvise on most distributions: without advice buffers have base pages there.
TEST(Pages, AreHugeOnesByDefaultWhereTheyAreToBeHad) {
    const auto pages = [](const std::string& thp) {
        return cell_of(sweep("local"), around_pages(thp)).placement.front().memory.pages;
    };
    EXPECT_EQ(pages("madvise"), PageKind::transparent_huge);
    EXPECT_EQ(pages("always"), PageKind::transparent_huge);
    EXPECT_EQ(pages("never"), PageKind::base);
    EXPECT_EQ(pages(""), PageKind::base);
}

// Documents of older versions are compared by the ids of their cells.
TEST(Pages, ThatWereNotChosenAreInNoId) {
    const auto cell = cell_of(sweep("local"), around_pages("madvise"));
    EXPECT_EQ(cell.id, "null/policy=local/machines=1/processes=2/threads=2");
    EXPECT_THAT(cell.parameters, Not(Contains(Pair("pages", testing::_))));
}

TEST(Pages, ThatWereChosenAreCellsEachInTheOrderOfTheTable) {
    auto options = sweep("local", {PageKind::transparent_huge, PageKind::base});
    options.allreduce = "hierarchical";
    options.policies.emplace_back(*topology::find_policy("remote"));
    std::vector<std::string> ids;
    for (const auto& cell : make_cells(options, around_pages("madvise"))) ids.push_back(cell.id);
    const std::string shape = "/machines=1/processes=2/threads=2";
    EXPECT_THAT(ids, ElementsAre("null/allreduce=hierarchical/pages=4k/policy=local" + shape,
                                 "null/allreduce=hierarchical/pages=4k/policy=remote" + shape,
                                 "null/allreduce=hierarchical/pages=thp/policy=local" + shape,
                                 "null/allreduce=hierarchical/pages=thp/policy=remote" + shape));
    EXPECT_THAT(make_cells(options, around_pages("madvise"))[2].parameters, Contains(Pair("pages", "thp")));
}

TEST(Pages, ThatTheKernelNeverGivesAreSkippedWithTheRemedy) {
    const auto cell = cell_of(sweep("local", {PageKind::transparent_huge}), around_pages("never"));
    EXPECT_THAT(cell.skip, HasSubstr("set to never here"));
    EXPECT_THAT(cell.skip, HasSubstr("echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"));
    EXPECT_TRUE(cell.skip_by_environment);
    EXPECT_EQ(cell_of(sweep("local", {PageKind::base}), around_pages("never")).skip, "");
}

// A sweep of 0 % in huge pages would be blamed on memory in small pieces.
TEST(Pages, OfTwoMebibytesThatThisKernelCanNotGiveAreSkippedAndNeverTheDefault) {
    auto of_arm = around_pages("always"), by_size = around_pages("madvise");
    of_arm.environment.transparent_hugepage_bytes = std::uint64_t{512} << 20;
    by_size.environment.transparent_hugepage_2mib = "never";
    for (const auto& surroundings : {of_arm, by_size}) {
        EXPECT_EQ(cell_of(sweep("local"), surroundings).placement.front().memory.pages, PageKind::base);
        const auto cell = cell_of(sweep("local", {PageKind::transparent_huge}), surroundings);
        EXPECT_EQ(cell.skip, why_no_transparent_pages(surroundings.environment));
        EXPECT_NE(cell.skip, "");
        EXPECT_TRUE(cell.skip_by_environment);
    }
}

// The null kernel's buffer is 1 MiB, and a whole page of the pool; two ranks stand on a node each.
TEST(Pages, OfThePoolAreCountedByNodeAndBuffersRoundedUp) {
    const auto skip = [](const std::string& policy, const std::map<int, topology::HugePagePool::Pages>& by_node) {
        return cell_of(sweep(policy, {PageKind::huge}), around_pages("madvise", topology::HugePagePool{by_node, 0}))
            .skip;
    };
    EXPECT_EQ(skip("local", {{0, {1, 1}}, {1, {1, 1}}}), "");
    EXPECT_THAT(skip("local", {{0, {4, 4}}, {1, {2, 0}}}),
                HasSubstr("1 of 2 MiB on node 1 are needed, 0 of its 2 are free"));
    EXPECT_EQ(skip("baseline", {{0, {2, 2}}, {1, {0, 0}}}), "");
    EXPECT_THAT(skip("baseline", {{0, {1, 1}}, {1, {0, 0}}}),
                HasSubstr("2 of 2 MiB on this machine are needed"));
    EXPECT_EQ(skip("interleave", {{0, {1, 1}}, {1, {1, 1}}}), "");
    EXPECT_THAT(skip("interleave", {{0, {9, 9}}, {1, {0, 0}}}), HasSubstr("on node 1"));
}

// Ranks sum in shared memory, which is never of the pool: one that holds the kernel's pages is enough.
TEST(Pages, OfThePoolAreNotWantedForSums) {
    const auto surroundings = around_pages("madvise", topology::HugePagePool{{{0, {1, 1}}, {1, {1, 1}}}, 0});
    auto options = sweep("local", {PageKind::huge});
    for (const char* variant : {"hierarchical", "auto"}) {
        options.allreduce = variant;
        EXPECT_EQ(cell_of(options, surroundings).skip, "") << variant;
        const auto sums = bench::message::find_variant(variant)->memory_bytes(1, 2);
        EXPECT_THAT(needed_bytes(make_plan(options, {}, surroundings, {})),
                    ElementsAre(Pair(0, sums), Pair(1, sums)))
            << "it is of what is free, whatever pages the rest has";
    }
}

TEST(Pages, WithoutAPoolAreSkippedByTheEnvironment) {
    const auto cell = cell_of(sweep("local", {PageKind::huge}), around_pages("madvise"));
    EXPECT_THAT(cell.skip, HasSubstr("no pool of 2 MiB pages"));
    EXPECT_TRUE(cell.skip_by_environment);
}

TEST(Pages, OfAMachineThatIsNotThisOneAreNotJudged) {
    auto surroundings = around_pages("", std::nullopt);
    surroundings.machine.is_this_system = false;
    EXPECT_EQ(cell_of(sweep("local", {PageKind::huge}), surroundings).skip, "");
}

// The audit holds what a sweep needs against what is free: the pool is not in it.
TEST(Pages, OfThePoolNeedNoFreeMemory) {
    const auto surroundings = around_pages("madvise", topology::HugePagePool{{{0, {8, 8}}, {1, {8, 8}}}, 0});
    const auto plan = [&](PageKind kind) {
        auto options = sweep("local", {kind});
        options.allreduce = "flat";  // the other ways keep memory of their own, outside the pool
        return make_plan(options, {}, surroundings, {});
    };
    EXPECT_TRUE(needed_bytes(plan(PageKind::huge)).empty());
    EXPECT_FALSE(needed_bytes(plan(PageKind::base)).empty());
}

}  // namespace
}  // namespace accelbench::plan
