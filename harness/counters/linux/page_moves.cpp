#include "harness/counters/linux/page_moves.h"

#include <array>
#include <string_view>
#include <vector>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/system_text.h"
#include "topology/kernel_counters.h"

namespace accelbench::counters {
namespace {

/// `events`: their sum; kernels differ in which of them they have, and one is enough.
struct MoveRow {
    const char* name;
    const char* unit;
    std::vector<std::string> events;
    const char* leaves_out;
    const char* lacks;  // what a kernel without any of the events lacks
};

constexpr auto vmstat_path = "/proc/vmstat";
constexpr auto no_balancing =
    "this Linux kernel was built without automatic NUMA balancing (CONFIG_NUMA_BALANCING)";
constexpr auto no_tiers = "this Linux kernel has no memory tiers (CONFIG_MIGRATION, Linux 5.15 or later)";
constexpr auto no_huge_pages = "this Linux kernel has no transparent huge pages (CONFIG_TRANSPARENT_HUGEPAGE)";

const std::vector<MoveRow>& rows() {
    static const std::vector<MoveRow> table{
        {"numa_pages_migrated",
         "pages",
         {"numa_pages_migrated"},
         "moves by move_pages and by compaction",
         no_balancing},
        {"numa_hint_faults", "1", {"numa_hint_faults"}, "", no_balancing},
        {"numa_hint_faults_local", "1", {"numa_hint_faults_local"}, "", no_balancing},
        {"pages_promoted",
         "pages",
         {"pgpromote_success"},
         "",
         "this Linux kernel promotes no pages (CONFIG_NUMA_BALANCING, Linux 5.18 or later)"},
        {"pages_demoted",
         "pages",
         {"pgdemote_kswapd", "pgdemote_direct", "pgdemote_khugepaged", "pgdemote_proactive"},
         "",
         no_tiers},
        {"thp_faults", "1", {"thp_fault_alloc"}, "huge pages that khugepaged made later", no_huge_pages},
        {"thp_fallbacks", "1", {"thp_fault_fallback"}, "", no_huge_pages},
    };
    return table;
}

using Counts = std::map<std::string, std::uint64_t>;

Reading sum_of(const Counts& vmstat, const std::vector<std::string>& events) {
    Reading reading;
    for (const auto& event : events) {
        const auto at = vmstat.find(event);
        if (at != vmstat.end()) reading.value = reading.value.value_or(0) + static_cast<double>(at->second);
    }
    return reading;
}

std::vector<Reading> read_moves(const std::string& root) {
    const auto vmstat = topology::parse_vmstat(read_system_text(root + vmstat_path).text);
    std::vector<Reading> readings;
    for (const auto& row : rows()) readings.push_back(sum_of(vmstat, row.events));
    return readings;
}

}  // namespace

std::unique_ptr<Source> open_page_moves(const std::string& root) {
    const auto vmstat = read_system_text(root + vmstat_path);
    const auto counts = topology::parse_vmstat(vmstat.text);
    std::vector<reports::CounterInfo> infos;
    for (const auto& row : rows()) {
        std::string reason;
        if (!sum_of(counts, row.events).value) reason = row.lacks;
        if (vmstat.error != 0) reason = unreadable(vmstat_path, vmstat.error) + ": a sandbox hides it";
        infos.push_back({row.name, row.unit, vmstat_path, row.events, "system", row.leaves_out,
                         "Linux, include/linux/vm_event_item.h and mm/vmstat.c", reason});
    }
    return std::make_unique<FileSource>(std::move(infos), FileSource::Kind{},
                                        [root] { return read_moves(root); });
}

}  // namespace accelbench::counters
