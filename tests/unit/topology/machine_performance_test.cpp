#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fixture_machine.h"
#include "topology/machine_json.h"

namespace accelbench::topology {
namespace {

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

/// "2<0(0) 250/250 ns 30/30 GiB/s": target, initiator's node and cpus, read and write; "-" where unsaid.
std::string summary(const MemoryPerformance& entry) {
    const auto text = [](const std::optional<std::uint64_t>& value, std::uint64_t unit) {
        return value ? std::to_string(*value / unit) : std::string("-");
    };
    return std::to_string(entry.target_node) + "<" + std::to_string(entry.initiator_node) + "(" +
           entry.initiator_cpus.to_string() + ") " + text(entry.read_latency_ns, 1) + "/" +
           text(entry.write_latency_ns, 1) + " ns " + text(entry.read_bandwidth_bytes_per_second, gibibyte) +
           "/" + text(entry.write_bandwidth_bytes_per_second, gibibyte) + " GiB/s";
}

std::vector<std::string> summaries(const Machine& machine) {
    std::vector<std::string> texts;
    for (const auto& entry : machine.memory_performance) texts.push_back(summary(entry));
    return texts;
}

// 204800 is what hwloc holds: taken as bytes a second it would be a floppy disk's, as MB 5 % too little.
TEST(MemoryPerformance, IsTheFirmwaresInNanosecondsAndBytesASecond) {
    EXPECT_EQ(summaries(fixture("cpu-less-node-hmat")),
              (std::vector<std::string>{"0<0(0) 90/90 ns 200/200 GiB/s", "1<1(1) 90/90 ns 200/200 GiB/s",
                                        "2<0(0) 250/250 ns 30/30 GiB/s"}));
}

// Reads and writes differ on real memory of this kind; a value that is missing must not become another's or
// 0.
TEST(MemoryPerformance, ReadsAndWritesAreToldApartAndWhatIsUnsaidStaysUnsaid) {
    EXPECT_EQ(summaries(fixture("hmat-partly-said")),
              (std::vector<std::string>{"0<0(0) 90/110 ns -/- GiB/s", "1<1(1) 95/- ns 100/80 GiB/s",
                                        "2<-1(0-1) -/- ns 30/15 GiB/s"}));
}

TEST(MemoryPerformance, MachinesWithoutAnHmatSayNothing) {
    for (const char* name : {"1-node", "8-nodes", "cpu-less-node", "smt"})
        EXPECT_TRUE(fixture(name).memory_performance.empty()) << name;
    EXPECT_TRUE(machine_from("pack:2 [numa] core:4 pu:2").memory_performance.empty());
}

TEST(MemoryPerformance, SurvivesTheRoundTripWithItsGaps) {
    const auto machine = fixture("hmat-partly-said");
    const auto written = machine_to_json(machine);
    EXPECT_TRUE(written["memory_performance"][0]["read_bandwidth_bytes_per_second"].is_null());
    EXPECT_EQ(written["memory_performance"][2]["read_bandwidth_bytes_per_second"], 30 * gibibyte);
    const auto read = machine_from_json(nlohmann::ordered_json::parse(written.dump()));
    EXPECT_EQ(summaries(read), summaries(machine));
    EXPECT_EQ(summaries(read).size(), 3u);
}

TEST(MemoryPerformance, ADocumentOfBeforeItWasReadHasNone) {
    auto json = machine_to_json(fixture("cpu-less-node-hmat"));
    json.erase("memory_performance");
    EXPECT_TRUE(machine_from_json(json).memory_performance.empty());
}

}  // namespace
}  // namespace accelbench::topology
