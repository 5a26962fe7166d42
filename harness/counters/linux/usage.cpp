#include "harness/counters/linux/usage.h"

#include <sys/resource.h>

#include <array>

#include "harness/counters/linux/file_source.h"

namespace accelbench::counters {
namespace {

struct UsageRow {
    const char* name;
    const char* field;
    long rusage::*count;
    const char* leaves_out;
};

constexpr std::array usage_rows{
    UsageRow{"minor_faults", "ru_minflt", &rusage::ru_minflt, "a huge page is one fault"},
    UsageRow{"major_faults", "ru_majflt", &rusage::ru_majflt, ""},
    UsageRow{"voluntary_switches", "ru_nvcsw", &rusage::ru_nvcsw, ""},
    UsageRow{"involuntary_switches", "ru_nivcsw", &rusage::ru_nivcsw, ""},
};

std::vector<Reading> read_usage() {
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);  // can't fail with these arguments
    std::vector<Reading> readings;
    for (const auto& row : usage_rows) readings.push_back({static_cast<double>(usage.*row.count), {}});
    return readings;
}

}  // namespace

std::unique_ptr<Source> open_usage() {
    std::vector<reports::CounterInfo> rows;
    for (const auto& row : usage_rows)
        rows.push_back(
            {row.name, "1", "getrusage", {row.field}, "process", row.leaves_out, "getrusage(2)", ""});
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{.at_borders = true}, read_usage);
}

}  // namespace accelbench::counters
