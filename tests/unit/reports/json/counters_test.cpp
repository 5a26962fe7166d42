#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/json/document.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

CounterCatalogue catalogue() {
    CounterCatalogue all;
    all.processor = "none: no file for this processor";
    all.counters = {{"instructions", "1", "papi", {"INST_RETIRED:ANY"}, "thread", "", "a manual", ""},
                    {"energy_joules", "joules", "powercap", {}, "socket", "", "", "not mounted"}};
    all.calibrations = {{"local_dram_ratio", 0.01, std::nullopt, false, "one node"}};
    all.roof_bytes_per_second = {{0, 1.5e10}, {3, 1.25e10}};
    all.roof_reason = "node 1 has no cpus";
    return all;
}

// Without it `report` would say less than the sweep did.
TEST(CountersInDocuments, SurviveWritingAndReading) {
    Document document = samples::two_nodes();
    document.counters = catalogue();
    document.trials[0].ranks[0].counters = {{"instructions", 3e9, {1e9, 2e9}, {}, 0.75, ""},
                                            {"numa_hit", 12, {}, {{0, 8}, {1, 4}}, 1, ""},
                                            {"energy_joules", std::nullopt, {}, {}, 1, "not mounted"}};
    document.trials[0].ranks[0].phases_read_every = 5;
    document.summaries[0].metrics = {{"ipc", "1", 1.5, {1.25, std::nullopt}, ""},
                                     {"joules_per_token", "J", std::nullopt, {}, "not mounted"}};
    document.comparisons[0].cause = "cause unknown";
    const std::string text = document_to_text(document);
    const Document again = document_from_text(text, "sample");
    EXPECT_EQ(document_to_text(again), text);
    EXPECT_EQ(again.counters->roof_bytes_per_second, document.counters->roof_bytes_per_second);
    EXPECT_EQ(again.counters->calibrations[0].remote_stream, std::nullopt);
    EXPECT_EQ(again.trials[0].ranks[0].counters[0].by_phase, (std::vector<double>{1e9, 2e9}));
    EXPECT_EQ(again.trials[0].ranks[0].counters[0].counted_share, 0.75);
    EXPECT_EQ(again.trials[0].ranks[0].counters[1].by_node, (std::map<int, double>{{0, 8}, {1, 4}}));
    EXPECT_EQ(again.trials[0].ranks[0].phases_read_every, 5);
    EXPECT_EQ(again.trials[0].ranks[1].phases_read_every, 1);
    EXPECT_EQ(again.summaries[0].metrics[0].by_phase[1], std::nullopt);
    EXPECT_EQ(again.comparisons[0].cause, "cause unknown");
}

// 0 instructions and no counter of instructions are different findings.
TEST(CountersInDocuments, WriteWhatIsAbsentAsNullWithItsReason) {
    Document document = samples::two_nodes();
    document.trials[0].ranks[0].counters = {{"energy_joules", std::nullopt, {}, {}, 1, "not mounted"},
                                            {"cycles", 0, {}, {}, 1, ""}};
    const auto json = nlohmann::json::parse(document_to_text(document));
    const auto& written = json["trials"][0]["ranks"][0]["counters"];
    EXPECT_TRUE(written[0]["total"].is_null());
    EXPECT_EQ(written[0]["reason"], "not mounted");
    EXPECT_EQ(written[1]["total"], 0);
    EXPECT_FALSE(written[1].contains("reason"));
}

}  // namespace
}  // namespace accelbench::reports
