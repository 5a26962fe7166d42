#include "harness/counters/open.h"

#include <algorithm>

#include "harness/counters/linux/kernel_rows.h"
#include "harness/counters/processor/hardware.h"

namespace accelbench::counters {
namespace {

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const std::vector<SourceRow>& source_rows() {
    static const std::vector<SourceRow> rows = [] {
        std::vector<SourceRow> all{
            {"processor", core_names, open_core},
            {"sockets", core_names, open_uncore},
        };
        for (const SourceRow& row : kernel_rows()) all.push_back(row);
        return all;
    }();
    return rows;
}

std::vector<std::string> counter_names() {
    std::vector<std::string> names;
    for (const SourceRow& row : source_rows())
        for (const auto& name : row.names())
            if (!holds(names, name)) names.push_back(name);
    return names;
}

std::vector<std::unique_ptr<Source>> open_sources(Wanted wanted, const std::vector<SourceRow>& rows) {
    std::vector<std::unique_ptr<Source>> sources;
    for (const SourceRow& row : rows) {
        auto source = row.open(wanted);
        if (!source) continue;
        for (const auto& counter : source->counters())
            if (counter.reason.empty()) wanted.served.push_back(counter.name);
        sources.push_back(std::move(source));
    }
    return sources;
}

}  // namespace accelbench::counters
