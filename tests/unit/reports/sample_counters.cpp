#include "sample_counters.h"

#include <algorithm>
#include <numeric>

#include "reports/model/cells.h"
#include "reports/statistics/stats.h"
#include "reports/words/derive.h"
#include "sample_document.h"

namespace accelbench::reports::samples {
namespace {

constexpr double line_bytes = 64;
constexpr double hertz = 2.4e9;

/// Share of DRAM reads that other nodes serve.
double remote_part(const std::string& policy) {
    if (policy == "remote") return 0.97;
    return policy == "interleave" ? 0.5 : 0.02;
}

CounterInfo hardware(const std::string& name, const std::string& event, const std::string& unit = "1") {
    return {name, unit, "papi", {event}, "thread", "", "the processor's manual", ""};
}

CounterInfo of_machine(const std::string& name, const std::string& unit, const std::string& source) {
    return {name, unit, source, {name}, "system", "counts all programs of the machine", "its documentation", ""};
}

CounterCatalogue catalogue() {
    CounterCatalogue all;
    all.processor = "Example Processor 9000: example.events";
    all.counters = {
        hardware("instructions", "INST_RETIRED:ANY"),
        hardware("cycles", "CPU_CLK_UNHALTED:THREAD"),
        hardware("llc_misses", "LONGEST_LAT_CACHE:MISS"),
        hardware("dram_reads_local", "OFFCORE:LOCAL_DRAM"),
        hardware("dram_reads_remote", "OFFCORE:REMOTE_DRAM"),
        hardware("dtlb_misses", "DTLB_LOAD_MISSES:WALK_COMPLETED"),
        hardware("stalls_memory", "CYCLE_ACTIVITY:STALLS_MEM_ANY"),
        of_machine("memory_bytes", "bytes", "papi"),
        of_machine("interconnect_bytes", "bytes", "papi"),
        of_machine("energy_joules", "joules", "powercap"),
        of_machine("mbm_local_bytes", "bytes", "resctrl"),
        of_machine("mbm_total_bytes", "bytes", "resctrl"),
        {"minor_faults", "1", "getrusage", {"ru_minflt"}, "process", "", "getrusage(2)", ""},
        {"involuntary_switches", "1", "getrusage", {"ru_nivcsw"}, "process", "", "getrusage(2)", ""},
        of_machine("numa_local", "pages", "numastat"),
        of_machine("numa_other", "pages", "numastat"),
        of_machine("steal_seconds", "seconds", "/proc/stat"),
        {"resident_bytes", "bytes", "/proc/self/numa_maps", {"N<node>"}, "process", "", "proc(5)", ""}};
    for (const char* metric :
         {"local_dram_ratio", "mbm_local_ratio", "resident_local_ratio", "page_local_ratio"})
        all.calibrations.push_back({metric, 0.004, 0.991, true, ""});
    all.roof_bytes_per_second = {{0, 4.2e10}, {1, 4.0e10}};
    return all;
}

CounterValue by_phase(const std::string& name, std::vector<double> phases) {
    const double total = std::accumulate(phases.begin(), phases.end(), 0.0);
    return {name, total, std::move(phases), {}, 1, ""};
}

CounterValue by_node(const std::string& name, const std::map<int, double>& nodes) {
    double total = 0;
    for (const auto& [node, amount] : nodes) total += amount;
    return {name, total, {}, nodes, 1, ""};
}

/// The work's own numbers, the same under each policy, and what its placement does to them.
struct Work {
    const Cell& cell;
    const Trial& trial;
    int steps;
    double remote;

    template <class Of>
    std::vector<double> each(Of of) const {
        std::vector<double> phases;
        for (std::size_t i = 0; i < cell.phases.size(); ++i)
            phases.push_back(steps * of(cell.phases[i], trial.phase_seconds[i]));
        return phases;
    }
    double bytes() const {
        double sum = 0;
        for (const PhaseWork& work : cell.phases) sum += steps * work.bytes;
        return sum;
    }
};

void count_threads(const Work& work, RankFacts& rank) {
    const double threads = work.cell.threads;
    const auto lines = [](const PhaseWork& phase, double) { return phase.bytes / line_bytes; };
    rank.counters = {
        by_phase("instructions", work.each([](const PhaseWork& phase, double) {
            return phase.flops / 12 + phase.bytes / 4;
        })),
        by_phase("cycles",
                 work.each([&](const PhaseWork&, double seconds) { return seconds * hertz * threads; })),
        by_phase("llc_misses", work.each(lines)),
        by_phase("dram_reads_local", work.each([&](const PhaseWork& phase, double) {
            return (1 - work.remote) * phase.bytes / line_bytes;
        })),
        by_phase("dram_reads_remote", work.each([&](const PhaseWork& phase, double) {
            return work.remote * phase.bytes / line_bytes;
        })),
        by_phase("dtlb_misses",
                 work.each([](const PhaseWork& phase, double) { return phase.bytes / line_bytes / 64; })),
        by_phase("stalls_memory", work.each([&](const PhaseWork& phase, double seconds) {
            return seconds * hertz * threads * (phase.phase == "optimizer" ? 0.4 + 0.4 * work.remote : 0.1);
        }))};
    rank.counters.back().counted_share = 0.5;
}

void count_process(const Work& work, RankFacts& rank) {
    rank.counters.push_back({"minor_faults", 2.0 * work.steps, {}, {}, 1, ""});
    rank.counters.push_back({"involuntary_switches", 1, {}, {}, 1, ""});
    std::map<int, double> resident;
    for (const auto& [node, pages] : rank.pages_by_node) resident[node] = static_cast<double>(pages) * 4096;
    rank.counters.push_back(by_node("resident_bytes", resident));
}

void count_machine(const Work& work, RankFacts& rank) {
    const double half = work.bytes() * work.cell.processes / 2;
    const double seconds = std::accumulate(rank.step_seconds.begin(), rank.step_seconds.end(), 0.0);
    rank.counters.push_back(by_node("memory_bytes", {{0, half}, {1, half}}));
    rank.counters.push_back({"interconnect_bytes", 2 * half * work.remote, {}, {}, 1, ""});
    rank.counters.push_back({"energy_joules", 180 * seconds, {}, {}, 1, ""});
    rank.counters.push_back(
        by_node("mbm_local_bytes", {{0, half * (1 - work.remote)}, {1, half * (1 - work.remote)}}));
    rank.counters.push_back(by_node("mbm_total_bytes", {{0, half}, {1, half}}));
    rank.counters.push_back(by_node("numa_local", {{0, 96}, {1, 88}}));
    rank.counters.push_back(by_node("numa_other", {{0, 4}, {1, 12}}));
    rank.counters.push_back({"steal_seconds", 0, {}, {}, 1, ""});
}

void count(Document& document) {
    for (Trial& trial : document.trials) {
        const Cell& cell = *find_cell(document, trial.cell);
        const Work work{cell, trial, static_cast<int>(trial.ranks.front().step_seconds.size()),
                        remote_part(cell.policy)};
        for (RankFacts& rank : trial.ranks) {
            count_threads(work, rank);
            count_process(work, rank);
            if (rank.rank == 0) count_machine(work, rank);
        }
    }
}

Document counted_before_summary() {
    SampleShape shape;
    shape.policies = {{"baseline", {1.0, 1.001, 1.001, 1.0, 1.01}, 0.02},
                      {"local", {1, 1, 1, 1, 1}},
                      {"interleave", {1.0, 1.002, 1.004, 1.0, 1.45}},
                      {"remote", {1.0, 1.004, 1.006, 1.0, 2.1}}};
    Document document = sample_document(shape);
    document.counters = catalogue();
    count(document);
    return document;
}

bool needs_pmu(const CounterInfo& counter) {
    return counter.source == "papi" || counter.source == "powercap" || counter.source == "resctrl";
}

}  // namespace

CounterValue* find_value(RankFacts& rank, const std::string& name) {
    const auto found = std::find_if(rank.counters.begin(), rank.counters.end(),
                                    [&](const CounterValue& value) { return value.name == name; });
    return found == rank.counters.end() ? nullptr : &*found;
}

void set_counter(RankFacts& rank, const CounterValue& value) {
    CounterValue* found = find_value(rank, value.name);
    if (found == nullptr)
        rank.counters.push_back(value);
    else
        *found = value;
}

Document counted() {
    Document document = counted_before_summary();
    derive(document);
    return document;
}

Document without_pmu() {
    Document document = counted_before_summary();
    document.counters->processor = "none: no PMU in this virtual machine";
    document.counters->calibrations.resize(4);
    for (std::size_t i = 0; i < 2; ++i)
        document.counters->calibrations[i] = {
            document.counters->calibrations[i].metric, {}, {}, false, "its counters can't be read here"};
    for (CounterInfo& counter : document.counters->counters) {
        if (!needs_pmu(counter)) continue;
        counter.reason = counter.source == "papi" ? "no PMU in this virtual machine"
                                                  : counter.source + " is not there in this virtual machine";
        for (Trial& trial : document.trials)
            for (RankFacts& rank : trial.ranks)
                if (CounterValue* value = find_value(rank, counter.name))
                    *value = {counter.name, std::nullopt, {}, {}, 1, counter.reason};
    }
    derive(document);
    return document;
}

Document miscalibrated() {
    Document document = counted_before_summary();
    document.counters->calibrations[0] = {"local_dram_ratio", 0.02, 0.38, false,
                                          "it misses most reads of another node's memory"};
    document.counters->calibrations[1] = {"mbm_local_ratio", 0.4, 0.6, false, "it tells little apart"};
    derive(document);
    return document;
}

}  // namespace accelbench::reports::samples
