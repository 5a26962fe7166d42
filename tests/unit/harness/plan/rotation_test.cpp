#include "harness/plan/rotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "../../failure_text.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/nodelist.h"

namespace accelbench::plan {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Choice = std::vector<int>;
using Names = HostNames;

Hosts named(std::vector<std::string> names, std::vector<int> slots = {}) {
    Hosts hosts;
    hosts.names = std::move(names);
    hosts.slots = std::move(slots);
    return hosts;
}

SweepOptions rotating() {
    SweepOptions options;
    options.rotate_hosts = true;
    return options;
}

reports::Cell cell_on(std::vector<std::string> hosts) {
    reports::Cell cell;
    cell.hosts = std::move(hosts);
    return cell;
}

TEST(Rotation, TakesEveryChoiceOnce) {
    EXPECT_THAT(choose_hosts(3, 2).choices, ElementsAre(Choice{0, 1}, Choice{0, 2}, Choice{1, 2}));
    EXPECT_THAT(choose_hosts(3, 3).choices, ElementsAre(Choice{0, 1, 2}));
    EXPECT_EQ(choose_hosts(8, 4, 70).choices.size(), 70U);
    EXPECT_FALSE(choose_hosts(8, 4, 70).windows);
}

// A host that is in more choices than another would be measured better, and drift would weigh on it more.
TEST(Rotation, OfTooManyChoicesItIsBalanced) {
    for (const auto& [hosts, machines] : {std::pair{12, 2}, {12, 5}, {256, 128}, {5000, 2}}) {
        const auto found = choose_hosts(hosts, machines);
        EXPECT_TRUE(found.windows);
        std::map<int, int> times;
        for (const auto& choice : found.choices) {
            EXPECT_EQ(std::set<int>(choice.begin(), choice.end()).size(), static_cast<std::size_t>(machines));
            for (const int host : choice) ++times[host];
        }
        for (int host = 0; host < hosts; ++host) EXPECT_EQ(times[host], machines) << host;
    }
    EXPECT_THAT(choose_hosts(12, 2).choices.back(), ElementsAre(0, 11)) << "ascending, also around the end";
}

TEST(CellHosts, AreTheChoicesByName) {
    const auto hosts = named({"a", "b", "c"});
    EXPECT_THAT(host_choices(rotating(), hosts, 2), ElementsAre(Names{"a", "b"}, Names{"a", "c"}, Names{"b", "c"}));
    EXPECT_THAT(host_choices(rotating(), hosts, 4), ElementsAre(Names{})) << "skipped: too few hosts";
    EXPECT_THAT(host_choices({}, hosts, 2), ElementsAre(Names{}));
}

TEST(CellHosts, InAnAllocationAreThoseOfSlurmsList) {
    Hosts hosts;
    hosts.slurm_nodes = 3;
    hosts.slurm_nodelist = "node[08-09],x";
    EXPECT_THAT(host_choices(rotating(), hosts, 1), ElementsAre(Names{"node08"}, Names{"node09"}, Names{"x"}));
    EXPECT_THAT(hosts_of(cell_on({"node09", "x"}), hosts).names, ElementsAre("node09", "x"));
    EXPECT_EQ(master_address(hosts_of(cell_on({"node09", "x"}), hosts), 2), "node09");
}

TEST(CellHosts, WithoutNamesIsRefusedWithTheRemedy) {
    EXPECT_THAT(failure_text([] { host_choices(rotating(), {}, 1); }),
                HasSubstr("give --hosts or --hostfile"));
}

TEST(CellHosts, KeepTheirOwnSlots) {
    const auto hosts = named({"a", "b", "c"}, {8, 4, 2});
    EXPECT_THAT(hosts_of(cell_on({"a", "c"}), hosts).slots, ElementsAre(8, 2));
    EXPECT_THAT(hosts_of({}, hosts).names, ElementsAre("a", "b", "c")) << "plans without hosts of their own";
}

TEST(CellHosts, OneThatIsGoneIsNamed) {
    EXPECT_EQ(missing_host({cell_on({"a", "b"}), cell_on({"b", "c"})}, named({"a", "b"})), "c");
    EXPECT_EQ(missing_host({cell_on({"a", "b"}), {}}, named({"a", "b"})), "");
}

TEST(CellHosts, WindowsAreTold) {
    auto options = rotating();
    options.num_machines = {1, 2};
    std::vector<std::string> names;
    for (int i = 0; i < 16; ++i) names.push_back("n" + std::to_string(i));
    EXPECT_EQ(describe_windows(options, named(names)),
              "2 of 16 hosts: more than 64 choices; 16 windows of 2 neighbours instead, each host in 2\n");
    EXPECT_EQ(describe_windows(options, named({"a", "b"})), "");
    EXPECT_EQ(describe_windows({}, named(names)), "");
}

// As `scontrol show hostnames` expands them.
TEST(Nodelist, ExpandsRangesAndKeepsZeros) {
    EXPECT_THAT(expand_nodelist("node[1-3,7]"), ElementsAre("node1", "node2", "node3", "node7"));
    EXPECT_THAT(expand_nodelist("n[098-101]-ib,x"),
                ElementsAre("n098-ib", "n099-ib", "n100-ib", "n101-ib", "x"));
    EXPECT_THAT(expand_nodelist("r[1-2]n[3,5]"), ElementsAre("r1n3", "r1n5", "r2n3", "r2n5"));
    EXPECT_THAT(expand_nodelist("n[70000-70001]"), ElementsAre("n70000", "n70001")) << "few, though they are large";
    EXPECT_THAT(expand_nodelist("a,b"), ElementsAre("a", "b"));
}

// A list with such a name is no list of machines: no resolver takes it.
TEST(Nodelist, NamesAreAtMostAsLongAsThoseOfTheDns) {
    const std::string longest(253, 'n');
    EXPECT_THAT(expand_nodelist(longest), ElementsAre(longest));
    EXPECT_THAT(expand_nodelist(longest + "n"), IsEmpty());
    EXPECT_THAT(expand_nodelist(longest.substr(2) + "[9-10]"), SizeIs(2));
    EXPECT_THAT(expand_nodelist(longest + "[1-2]"), IsEmpty()) << "by its number";
    EXPECT_THAT(expand_nodelist(longest.substr(1) + "[9-10]"), IsEmpty()) << "of one name";
}

TEST(Nodelist, OfWhatIsNoListIsEmpty) {
    for (const char* bad : {"", "n[1-", "n[3-1]", "n[a-b]", "n[]", "n[1-99999999]", "a,,b", ","})
        EXPECT_THAT(expand_nodelist(bad), IsEmpty()) << bad;
}

// 11 letters that were 65536 names, again and again.
TEST(Nodelist, IsBoundedHoweverItIsWritten) {
    std::string parts = "n[0-65535]", ranges = "n[0-65535", brackets = "n";
    EXPECT_EQ(expand_nodelist(parts).size(), 65536u);
    for (int i = 0; i < 5000; ++i) parts += ",n[0-65535]", ranges += ",0-65535", brackets += "[0-1]";
    for (const auto& list : {parts, ranges + "]", brackets, "n[0-65535]" + std::string(100000, 'x')})
        EXPECT_THAT(expand_nodelist(list), IsEmpty()) << list.substr(0, 40);
}

}  // namespace
}  // namespace accelbench::plan
