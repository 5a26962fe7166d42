// Each event of each data file against libpfm4's own tables, which know the events of all processors on any
// machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <perfmon/pfmlib.h>

#include <algorithm>
#include <cstdlib>

#include "harness/counters/processor/event_map.h"

namespace accelbench::counters {
namespace {

/// "" when libpfm4 can encode it, else what it says. An event that is misspelt, or has parts that don't go
/// together, would be missing on a machine that nobody of us has.
std::string refused(const std::string& event) {
    static const bool started = [] {
        setenv("LIBPFM_ENCODE_INACTIVE", "1", 1);  // also of processors that this machine has not
        return pfm_initialize() == PFM_SUCCESS;
    }();
    if (!started) return "libpfm4 can't be started";
    pfm_pmu_encode_arg_t encoded = {};
    encoded.size = sizeof encoded;
    const int error = pfm_get_os_event_encoding(event.c_str(), PFM_PLM0 | PFM_PLM3, PFM_OS_NONE, &encoded);
    std::free(encoded.codes);
    return error == PFM_SUCCESS ? "" : pfm_strerror(error);
}

bool known_pmu(const std::string& name) {
    for (int i = 0; i < PFM_PMU_MAX; ++i) {
        pfm_pmu_info_t info = {};
        info.size = sizeof info;
        if (pfm_get_pmu_info(static_cast<pfm_pmu_t>(i), &info) == PFM_SUCCESS && name == info.name)
            return true;
    }
    return false;
}

bool is_generic(const std::string& event) {
    return event.rfind("perf_raw::", 0) == 0 || event.rfind("perf::", 0) == 0;
}

TEST(EventNames, LibpfmKnowsEachNamedEventOfEachDataFile) {
    int checked = 0;
    for (const EventMap& map : event_maps()) {
        for (const EventRow& row : map.rows) {
            for (const auto& event : row.events) {
                if (is_generic(event)) continue;
                const bool own = event.find("::") == std::string::npos;
                ASSERT_TRUE(!own || !map.pmus.empty()) << map.processor << ": " << event << " is of no PMU";
                for (const auto& unit : each_unit(own ? map.pmus.front() + "::" + event : event)) {
                    EXPECT_EQ(refused(unit), "") << map.processor << ", " << row.info.name << ": " << unit;
                    ++checked;
                }
            }
        }
    }
    EXPECT_GT(checked, 60) << "the data files were not read";
}

// Else the test above would check nothing of that file.
TEST(EventNames, LibpfmKnowsThePmusThatDataFilesName) {
    refused("");  // starts it
    for (const EventMap& map : event_maps())
        EXPECT_TRUE(map.pmus.empty() || known_pmu(map.pmus.front())) << map.processor;
}

TEST(EventNames, AnEventThatNoProcessorHasIsRefused) { EXPECT_NE(refused("skx::INST_RETIERD:ANY_P"), ""); }

}  // namespace
}  // namespace accelbench::counters
