#include "harness/counters/processor/hardware.h"

#include "harness/counters/processor/access.h"
#include "harness/counters/processor/counted_events.h"
#include "harness/counters/source/refused_source.h"
#include "topology/base/rows.h"

namespace accelbench::counters {
namespace {

std::vector<EventRow> wanted_rows(const std::vector<EventRow>& rows, const Wanted& wanted,
                                  const std::string& component) {
    std::vector<EventRow> chosen;
    for (const EventRow& row : rows)
        if (row.component == component && wanted.wants(row.info.name)) chosen.push_back(row);
    return chosen;
}

/// Nothing is asked of PAPI where nothing can come of it: its start takes longer than a short launch's steps.
std::unique_ptr<Source> open_rows(CountRequest request, const std::string& refusal) {
    bool any = false;
    std::vector<reports::CounterInfo> counters;
    for (EventRow& row : request.rows) {
        if (row.info.reason.empty()) row.info.reason = refusal;
        any = any || row.info.reason.empty();
        counters.push_back(row.info);
    }
    if (!any) return std::make_unique<RefusedSource>(std::move(counters));
    return count_events(std::move(request));
}

Access access_here(const Wanted& wanted, const std::optional<Processor>& processor) {
    return counting_access(try_counting(), wanted.root, processor && processor->guest);
}

/// What holds of all that is counted with the rank's threads.
void add_gaps(std::vector<EventRow>& rows, bool kernel_code) {
    for (EventRow& row : rows) {
        if (!row.info.reason.empty()) continue;
        row.info.leaves_out += "; threads that MPI made before the kernel";
        if (!kernel_code)
            row.info.leaves_out += "; what the system does for the rank (not permitted: user code alone)";
    }
}

}  // namespace

std::vector<std::string> core_names() { return names_of(meanings()); }

std::unique_ptr<Source> open_core(const Wanted& wanted) {
    const auto processor = read_processor(wanted.root);
    const auto events = hardware_events(processor);
    CountRequest request{
        {"perf_event", true, true}, wanted_rows(events.rows, wanted, "core"), events.pmus, {}};
    if (request.rows.empty()) return nullptr;
    const auto access = access_here(wanted, processor);
    request.kind.kernel_code = access.kernel_code;
    add_gaps(request.rows, access.kernel_code);
    return open_rows(std::move(request), access.core);
}

std::unique_ptr<Source> open_uncore(const Wanted& wanted) {
    if (!wanted.first_on_machine) return nullptr;
    const auto processor = read_processor(wanted.root);
    CountRequest request{{"perf_event_uncore", true, false},
                         wanted_rows(hardware_events(processor).rows, wanted, "uncore"),
                         {},
                         read_packages(wanted.root)};
    if (request.rows.empty()) return nullptr;
    auto refusal = access_here(wanted, processor).uncore;
    if (refusal.empty() && request.packages.empty())
        refusal = "/sys/devices/system/cpu shows no socket: it is hidden here";
    return open_rows(std::move(request), refusal);
}

}  // namespace accelbench::counters
