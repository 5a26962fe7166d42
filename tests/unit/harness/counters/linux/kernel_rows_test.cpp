#include "harness/counters/linux/kernel_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "../captured_tree.h"
#include "../readings.h"
#include "harness/counters/linux/kernel_sources.h"
#include "harness/counters/open.h"

namespace accelbench::counters {
namespace {

using ::testing::Contains;

std::vector<std::string> names_in(const std::vector<std::unique_ptr<Source>>& sources) {
    std::vector<std::string> names;
    for (const auto& source : sources)
        for (const auto& counter : source->counters()) names.push_back(counter.name);
    return names;
}

std::vector<std::unique_ptr<Source>> opened(Wanted wanted, const CapturedTree& tree) {
    wanted.root = tree.root();
    return open_sources(wanted, kernel_rows());
}

TEST(KernelRows, AreInTheTableOfSources) {
    EXPECT_THAT(counter_names(), Contains("numa_other"));
    EXPECT_THAT(counter_names(), Contains("resident_bytes"));
    EXPECT_THAT(counter_names(), Contains("energy_joules"));
}

TEST(KernelRows, NameEachMeaningOnceAndSayWhereItIsDocumented) {
    std::set<std::string> seen;
    for (const auto& kind : kernel_sources()) {
        const auto source = kind.open("");
        for (const auto& counter : source->counters()) {
            EXPECT_TRUE(seen.insert(counter.name).second) << counter.name << " stands twice";
            EXPECT_NE(counter.reference, "") << counter.name;
            EXPECT_NE(counter.source, "") << counter.name;
            EXPECT_FALSE(counter.events.empty()) << counter.name;
            EXPECT_THAT((std::set<std::string>{"1", "pages", "bytes", "seconds", "joules"}),
                        Contains(counter.unit));
            const bool of_machine = counter.scope != "process";
            EXPECT_EQ(of_machine, kind.of_machine) << counter.name;
        }
    }
}

TEST(KernelRows, ReadOnlyWhatWasAskedFor) {
    CapturedTree tree("intel-sub-numa");
    const auto sources = opened(wanted_from("numa_other,thp_faults"), tree);
    EXPECT_EQ(names_in(sources), (std::vector<std::string>{"numa_other", "thp_faults"}));
    EXPECT_EQ(sources[0]->read().at(0).value, 10020);  // its own reading, not that of the source's first row
    EXPECT_EQ(sources[1]->read().at(0).value, 12);
}

// Summed over its ranks, a machine's energy would be as many times too large.
TEST(KernelRows, OfTheWholeMachineAreReadByOneRankOfIt) {
    CapturedTree tree("amd");
    auto wanted = wanted_from("auto");
    EXPECT_THAT(names_in(opened(wanted, tree)), Contains("energy_joules"));
    wanted.first_on_machine = false;
    const auto names = names_in(opened(wanted, tree));
    EXPECT_EQ(names, (std::vector<std::string>{"minor_faults", "major_faults", "voluntary_switches",
                                               "involuntary_switches", "cpu_migrations", "resident_bytes"}));
}

TEST(KernelRows, KeepWhatASourceIs) {
    CapturedTree tree("arm");
    const auto sources = opened(wanted_from("minor_faults,resident_bytes"), tree);
    ASSERT_EQ(sources.size(), 2u);
    EXPECT_TRUE(sources[0]->at_borders());
    EXPECT_TRUE(sources[1]->is_gauge());
}

}  // namespace
}  // namespace accelbench::counters
