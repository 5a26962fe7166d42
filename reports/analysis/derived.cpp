#include "reports/analysis/derived.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "topology/base/rows.h"

namespace accelbench::reports {
namespace {

using Inputs = MetricInputs;

double first_over_second(const Inputs& in) { return in.counts[0] / in.counts[1]; }
double per_thousand(const Inputs& in) { return 1000 * in.counts[0] / in.counts[1]; }
double first_of_both(const Inputs& in) { return in.counts[0] / (in.counts[0] + in.counts[1]); }
double per_second(const Inputs& in) { return in.counts[0] / in.seconds; }
double of_roof(const Inputs& in) { return in.counts[0] / in.seconds / in.roof_bytes_per_second; }

constexpr auto all_programs = "counts all programs of the machine";
constexpr auto mbm_misses =
    "does not show which node it was on; over several machines the mean, against the first one's roof";
constexpr auto channel_misses =
    "does not show who requested it; over several machines the mean, against the first one's roof";

const std::vector<MetricRow> rows{
    {"local_dram_ratio",
     "Local DRAM reads",
     "1",
     "dram_reads_local / (dram_reads_local + dram_reads_remote)",
     "without writes and without reads that a cache served",
     {"dram_reads_local", "dram_reads_remote"},
     first_of_both,
     Over::steps,
     true},
    {"mbm_local_ratio",
     "Local memory traffic",
     "1",
     "mbm_local_bytes / mbm_total_bytes",
     all_programs,
     {"mbm_local_bytes", "mbm_total_bytes"},
     first_over_second,
     Over::steps,
     true},
    {"resident_local_ratio",
     "Local memory",
     "1",
     "resident_bytes on the one node that a rank may run on / resident_bytes",
     "shows where memory is, not what is read from it",
     {"resident_bytes"},
     first_over_second,
     Over::own_node,
     true},
    {"page_local_ratio",
     "Local allocations",
     "1",
     "numa_local / (numa_local + numa_other)",
     "without pages allocated before the measured steps; counts all programs of the machine",
     {"numa_local", "numa_other"},
     first_of_both,
     Over::steps,
     true},
    {"interconnect_share",
     "Interconnect / memory",
     "1",
     "interconnect_bytes / memory_bytes (Intel PCM's \"UPI data traffic/Memory controller traffic\")",
     "above 100 % where caches of two sockets exchange data; counts all programs of the machine",
     {"interconnect_bytes", "memory_bytes"},
     first_over_second},
    {"ipc",
     "IPC",
     "instructions/cycle",
     "instructions / cycles",
     "waiting in a loop counts as work; cycles change with the clock rate",
     {"instructions", "cycles"},
     first_over_second},
    {"llc_misses_per_kilo_instruction",
     "LLC misses/1000 instr.",
     "misses/1000 instructions",
     "1000 * llc_misses / instructions",
     "most processors don't count what their prefetchers fetch",
     {"llc_misses", "instructions"},
     per_thousand},
    {"dtlb_misses_per_kilo_instruction",
     "dTLB misses/1000 instr.",
     "misses/1000 instructions",
     "1000 * dtlb_misses / instructions",
     "does not show how long page walks took",
     {"dtlb_misses", "instructions"},
     per_thousand},
    {"memory_stall_share",
     "Memory stalls",
     "1",
     "stalls_memory / cycles",
     "without waits that other instructions hide; processors differ in what they call a stall",
     {"stalls_memory", "cycles"},
     first_over_second},
    {"joules_per_item",
     "Energy",
     "J/item",
     "energy_joules / (items of a step * measured steps)",
     "of processors' packages, without memory modules and disks; counts all programs of the machine",
     {"energy_joules"},
     [](const Inputs& in) { return in.counts[0] / in.items; }},
    {"memory_bytes_per_second",
     "Memory traffic",
     "bytes/s",
     "memory_bytes of the node / measured seconds",
     channel_misses,
     {"memory_bytes"},
     per_second,
     Over::nodes},
    {"memory_roof_share",
     "Memory traffic of roof",
     "1",
     "memory_bytes of the node / measured seconds / what its cpus read at most of its memory",
     channel_misses,
     {"memory_bytes"},
     of_roof,
     Over::nodes_of_roof},
    {"mbm_bytes_per_second",
     "Cpus' traffic",
     "bytes/s",
     "mbm_total_bytes of the node / measured seconds",
     mbm_misses,
     {"mbm_total_bytes"},
     per_second,
     Over::nodes},
    {"mbm_roof_share",
     "Cpus' traffic of roof",
     "1",
     "mbm_total_bytes of the node / measured seconds / what its cpus read at most of its memory",
     mbm_misses,
     {"mbm_total_bytes"},
     of_roof,
     Over::nodes_of_roof},
};

}  // namespace

const std::vector<MetricRow>& metric_rows() { return rows; }

const MetricRow& metric_row(std::string_view name) {
    if (const auto* row = find_row(rows, name)) return *row;
    throw std::logic_error(fmt::format("no metric is named {}", name));
}

}  // namespace accelbench::reports
