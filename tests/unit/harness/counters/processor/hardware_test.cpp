// From a processor's data file to PAPI: the raw codes of processors that this machine is not, counted by a
// pretended PMU.
#include "harness/counters/processor/hardware.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "../../../topology/file_tree.h"
#include "../pretended_pmu.h"
#include "harness/counters/catalogue.h"
#include "harness/counters/processor/event_map.h"
#include "harness/counters/processor/event_set.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

/// A machine with this processor, and with counters or without.
class CountingMachine : public topology::FileTree {
  public:
    CountingMachine(const std::string& processor, bool pmu) {
        std::ifstream file(ACCELBENCH_SOURCE_DIR "/tests/fixtures/counters/cpuinfo/" + processor + ".txt");
        std::stringstream text;
        text << file.rdbuf();
        write("/proc/cpuinfo", text.str());
        write("/sys/bus/event_source/devices/software/type", "1\n");
        if (pmu) write("/sys/bus/event_source/devices/cpu/type", "4\n");
    }
};

Wanted everything(const CountingMachine& machine) {
    auto wanted = wanted_from("auto");
    wanted.root = machine.root();
    return wanted;
}

class RawCodes : public ::testing::TestWithParam<const char*> {};

// A name that PAPI's parser doesn't take would be found on the first machine of that kind only.
TEST_P(RawCodes, OfAProcessorThatLibpfmDoesNotKnowAreTakenByPapi) {
    const PretendedPmu pmu;
    pretend(&pmu);
    if (const auto reason = component_reason("perf_event"); !reason.empty()) GTEST_SKIP() << reason;
    const CountingMachine machine(GetParam(), true);
    const auto source = open_core(everything(machine));
    const auto readings = source->read();
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const auto& counter = source->counters()[i];
        if (counter.events.empty()) continue;  // the processor has none, with its reason
        EXPECT_EQ(counter.reason, "") << counter.name;
        EXPECT_TRUE(readings[i].value) << counter.name;
    }
    pretend(nullptr);
}

INSTANTIATE_TEST_SUITE_P(Processors, RawCodes,
                         ::testing::Values("granite-rapids", "zen5", "neoverse-n1", "neoverse-v1",
                                           "neoverse-n2", "grace"));

TEST(Hardware, AGuestWithoutPmuHasTheReasonForEachMeaning) {
    const CountingMachine machine("zen3-guest", false);
    const auto catalogue = read_catalogue(machine.root());
    EXPECT_EQ(catalogue.processor, "AMD Zen 3");
    for (const auto& meaning : meanings()) {
        const auto found = std::find_if(catalogue.counters.begin(), catalogue.counters.end(),
                                        [&](const auto& counter) { return counter.name == meaning.name; });
        ASSERT_NE(found, catalogue.counters.end()) << meaning.name;
        EXPECT_NE(found->reason, "") << meaning.name;
        EXPECT_EQ(found->unit, meaning.unit);
    }
    const auto& cycles = catalogue.counters.front();
    EXPECT_THAT(cycles.reason, HasSubstr("no PMU in this virtual machine"));
}

// Four ranks would each count the whole socket, and their sum would be four times what happened.
TEST(Hardware, SocketsAreReadByTheFirstRankOfAMachineAlone) {
    const CountingMachine machine("skylake-sp", false);
    auto wanted = everything(machine);
    EXPECT_NE(open_uncore(wanted), nullptr);
    wanted.first_on_machine = false;
    EXPECT_EQ(open_uncore(wanted), nullptr);
}

TEST(Hardware, WhatIsNotAskedForIsNotOpened) {
    const CountingMachine machine("skylake-sp", false);
    auto wanted = wanted_from("numa_hit");
    wanted.root = machine.root();
    EXPECT_EQ(open_core(wanted), nullptr);
    wanted = wanted_from("memory_bytes");
    wanted.root = machine.root();
    EXPECT_EQ(open_core(wanted), nullptr);
    EXPECT_EQ(open_uncore(wanted)->counters().size(), 1u);
}

// On a socket's memory controllers "sockets" must be told, else the reason blames the counters.
TEST(Hardware, SocketsThatSysHidesAreTheReason) {
    const CountingMachine machine("skylake-sp", true);
    const auto source = open_uncore(everything(machine));
    const bool permitted = source->counters()[0].reason.find("perf_event_paranoid") == std::string::npos &&
                           source->counters()[0].reason.find("container") == std::string::npos;
    if (!permitted) GTEST_SKIP() << source->counters()[0].reason;
    EXPECT_THAT(source->counters()[0].reason, HasSubstr("shows no socket"));
}

TEST(Catalogue, OfSeveralSourcesTheOneThatReadsStandsForTheName) {
    const reports::CounterInfo refused{"energy_joules", "joules", "papi", {}, "socket", "", "", "no such event"};
    reports::CounterInfo readable = refused, hidden = refused;
    readable.source = "powercap";
    readable.reason = "";
    hidden.source = "powercap";
    hidden.reason = "root alone may read it";
    EXPECT_EQ(one_a_name({refused, readable}).at(0).source, "powercap");
    EXPECT_EQ(one_a_name({readable, refused}).at(0).source, "powercap");
    EXPECT_EQ(one_a_name({refused, hidden}).at(0).reason, "no such event; powercap: root alone may read it");
}

}  // namespace
}  // namespace accelbench::counters
