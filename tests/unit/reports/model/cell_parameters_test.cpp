#include "reports/model/cell_parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/scaling.h"
#include "reports/model/cells.h"

namespace accelbench::reports {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Cell sample() {
    Cell cell;
    cell.kernel = "gpt";
    cell.policy = "local";
    cell.parameters = {{"batch", "8"}, {"scaling", "weak"}};
    cell.machines = cell.processes = 2;
    cell.threads = 3;
    return cell;
}

TEST(CellParameters, AreThoseOfDocumentsInTheirOrder) {
    auto cell = sample();
    EXPECT_THAT(all_parameters(cell),
                ElementsAre(Pair("batch", "8"), Pair("scaling", "weak"), Pair("policy", "local"),
                            Pair("machines", "2"), Pair("processes", "2"), Pair("threads", "3")));
    cell.hosts = {"a", "b"};
    EXPECT_THAT(all_parameters(cell).at(2), Pair("hosts", "a+b"));
    EXPECT_EQ(without_members(all_parameters(cell)), cell.parameters);
}

TEST(CellParameters, AreFoundByNameAlsoThoseThatAreMembers) {
    auto cell = sample();
    EXPECT_EQ(parameter_of(cell, "batch"), "8");
    EXPECT_EQ(parameter_of(cell, "threads"), "3");
    EXPECT_EQ(parameter_of(cell, "hosts"), "");
    EXPECT_EQ(parameter_of(cell, "pages"), "");
}

TEST(CellParameters, HostsAreJoinedAndSplit) {
    EXPECT_THAT(hosts_from(joined_hosts({"a", "b", "c"})), ElementsAre("a", "b", "c"));
    EXPECT_THAT(hosts_from("a"), ElementsAre("a"));
    EXPECT_THAT(hosts_from(""), IsEmpty());
}

// A pair that differs in a second thing besides its policy would be judged as if it were the policy's doing.
TEST(CellParameters, AKeyHasAllThatIsNotLeftOut) {
    const auto cell = sample();
    auto other = cell;
    other.policy = "remote";
    EXPECT_EQ(work_key(other), work_key(cell));
    const auto differs = [&](auto change) {
        auto changed = cell;
        change(changed);
        return work_key(changed) != work_key(cell);
    };
    EXPECT_TRUE(differs([](Cell& c) { c.kernel = "null"; }));
    EXPECT_TRUE(differs([](Cell& c) { c.hosts = {"a", "b"}; }));
    EXPECT_TRUE(differs([](Cell& c) { c.machines = 1; }));
    EXPECT_TRUE(differs([](Cell& c) { c.processes = 4; }));
    EXPECT_TRUE(differs([](Cell& c) { c.threads = 1; }));
    EXPECT_TRUE(differs([](Cell& c) { c.parameters[0].second = "9"; }));
}

// Under strong scaling each rank's part of the batch shrinks with the number of ranks: one series all the
// same.
TEST(CellParameters, ASeriesHasOneKeyInAllItsSizes) {
    auto small = sample(), large = sample();
    large.machines = large.processes = 4;
    EXPECT_EQ(series_key(small), series_key(large));
    large.parameters[0].second = "4";
    EXPECT_NE(series_key(small), series_key(large));
    small.parameters[1].second = large.parameters[1].second = "strong";
    EXPECT_EQ(series_key(small), series_key(large));
    large.items_per_step = 7;
    EXPECT_NE(series_key(small), series_key(large));
}

}  // namespace
}  // namespace accelbench::reports
