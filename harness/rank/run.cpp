#include "harness/rank/run.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>

#include "bench/kernels.h"
#include "harness/counters/open.h"
#include "harness/counters/recorder.h"
#include "harness/rank/warmup.h"
#include "topology/audit/conditions.h"
#include "topology/audit/cpu_wait.h"
#include "topology/base/clock.h"
#include "topology/base/failure.h"
#include "topology/base/this_host.h"
#include "topology/channels.h"
#include "topology/emulation.h"
#include "topology/hypervisor_signature.h"
#include "topology/observe_moves.h"
#include "topology/observe_page_sizes.h"
#include "topology/other_memory.h"
#include "topology/resident.h"
#include "topology/verify.h"

namespace accelbench::rank {
namespace {

using harness::RankReport;
using harness::TrialFile;

/// Wall time of one step in seconds, and what the kernel says of it.
struct TimedStep {
    double seconds = 0;
    bench::Step step;
};

TimedStep timed_step(bench::Kernel& kernel) {
    const auto start = std::chrono::steady_clock::now();
    TimedStep timed;
    timed.step = kernel.step();
    timed.seconds = seconds_since(start);
    return timed;
}

/// All ranks come to the same answer: one that decided for itself would leave the others waiting in a
/// collective.
bool all_agree(bench::Group& group, bool decision) { return group.max(decision ? 0 : 1) == 0; }

void warm_up(bench::Kernel& kernel, bench::Group& group, bool emulated, RankReport& report) {
    std::vector<double> seconds;
    double spent = 0;
    for (bool more = true; more;) {
        const auto timed = timed_step(kernel);
        seconds.push_back(timed.seconds);
        spent += timed.seconds;
        report.losses.push_back(timed.step.loss);
        const int steps = static_cast<int>(seconds.size());
        report.steady = all_agree(group, settled(seconds));  // one rank may settle late
        more = !report.steady && all_agree(group, !warmed_up_enough(steps, spent, emulated));
    }
    report.warmup_steps = static_cast<int>(seconds.size());
}

/// What looks between the steps takes is in no step's time. nullptr: nobody looks.
void measure(bench::Kernel& kernel, int steps, topology::MoveWatch* watch, RankReport& report) {
    for (int i = 0; i < steps; ++i) {
        auto timed = timed_step(kernel);
        report.facts.step_seconds.push_back(timed.seconds);
        report.losses.push_back(timed.step.loss);
        report.phase_seconds.push_back(std::move(timed.step.phase_seconds));
        if (watch != nullptr) watch->look();
    }
}

std::map<int, std::uint64_t> pages_by_node(const topology::Observed& observed) {
    std::map<int, std::uint64_t> pages;
    for (const auto& buffer : observed.buffers)
        for (const auto& [node, count] : buffer.pages_by_node) pages[node] += count;
    return pages;
}

std::map<std::string, std::map<int, std::uint64_t>> pages_by_class(const topology::Observed& observed) {
    std::map<std::string, std::map<int, std::uint64_t>> pages;
    for (const auto& buffer : observed.buffers)
        for (const auto& [node, count] : buffer.pages_by_node)
            pages[std::string(topology::memory_class_of(buffer.name))][node] += count;
    return pages;
}

std::string union_of_masks(const topology::Observed& observed) {
    topology::CpuSet cpus;
    for (const auto& thread : observed.threads) cpus.insert(thread.allowed);
    return cpus.to_string();
}

/// The first reason stands: one place is left at a time.
void misplace(const std::string& reason, RankReport& report) {
    if (reason.empty() || report.status != "ok") return;
    report.status = "misplaced";
    report.reason = reason;
}

/// Takes one look at the kernel's own books into the report; the worse of two looks counts.
void verify(const topology::Observed& observed, const topology::RankPlacement& asked, RankReport& report) {
    const auto check = topology::check_placement(observed, asked);
    auto& facts = report.facts;
    facts.cpus_allowed = union_of_masks(observed);
    facts.verified_by = observed.method;
    facts.pages = check.pages;
    facts.threads = check.threads;
    facts.misplaced_pages = std::max(facts.misplaced_pages, check.misplaced_pages);
    facts.misplaced_threads = std::max(facts.misplaced_threads, check.misplaced_threads);
    misplace(check.reason, report);
}

/// Memory beside the buffers: what can't be told is told as that, and is no fault.
void verify_rest(std::span<const topology::NumaBuffer* const> buffers, const topology::RankPlacement& asked,
                 RankReport& report) {
    report.facts.other_memory = topology::observe_other_memory(buffers);
    misplace(topology::check_other_memory(*report.facts.other_memory, asked.memory), report);
}

void take_usage(reports::RankFacts& facts) {
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    facts.max_resident_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    facts.usage = {{"minor_faults", usage.ru_minflt},
                   {"major_faults", usage.ru_majflt},
                   {"voluntary_switches", usage.ru_nvcsw},
                   {"involuntary_switches", usage.ru_nivcsw}};
}

bool is_emulated() { return !topology::read_emulation("", topology::hypervisor_signature()).empty(); }

/// After the steps, when each connection that sums need is there.
void take_communication(const TrialFile& trial, const bench::Group& group, RankReport& report) {
    if (group.size() == 1) return;
    report.facts.channels = topology::observe_channels();
    reports::Communication communication{trial.allreduce, group.description(), {}};
    for (const auto& way : group.sums_taken())
        communication.taken.push_back({way.variant, way.sums, way.least_bytes, way.most_bytes});
    report.communication = std::move(communication);
}

const topology::RankPlacement& placement_of(const TrialFile& trial, int rank) {
    return trial.placement.at(static_cast<std::size_t>(rank) %
                              trial.placement.size());  // ranks fill machines in order
}

/// All memory of the timed region: the kernel's, and what its sums pass through.
std::vector<const topology::NumaBuffer*> all_buffers(const bench::Kernel& kernel, const bench::Group& group) {
    auto buffers = kernel.buffers();
    for (const auto* buffer : group.buffers()) buffers.push_back(buffer);
    return buffers;
}

/// True on all ranks when the kernel's answer is wrong on any.
bool answer_is_wrong(bench::Kernel& kernel, bench::Group& group, RankReport& report) {
    const auto wrong = kernel.check();
    const bool wrong_somewhere = group.max(wrong.empty() ? 0 : 1) > 0;
    if (wrong.empty()) return wrong_somewhere;  // a misplaced rank keeps the reason it has
    report.status = "failed";
    report.reason = wrong;
    return wrong_somewhere;
}

/// nullptr when nothing is to be counted. Ranks fill machines in order, so the first one of each is known.
std::unique_ptr<counters::Recorder> start_counting(const TrialFile& trial, const bench::Group& group) {
    auto wanted = counters::wanted_from(trial.counters);
    if (!wanted.all && wanted.names.empty()) return nullptr;
    wanted.first_on_machine = static_cast<std::size_t>(group.rank()) % trial.placement.size() == 0;
    wanted.threads = placement_of(trial, group.rank()).threads;
    const auto plan =
        bench::find_kernel(trial.kernel)->plan({group.size(), wanted.threads, false, trial.parameters});
    return std::make_unique<counters::Recorder>(counters::open_sources(wanted), plan.phases.size());
}

/// Of the measured steps' sums, by what the group had told `before` them.
void take_sum_seconds(const bench::Group& group, const bench::SumSeconds& before, int steps,
                      reports::RankFacts& facts) {
    if (group.size() == 1 || steps == 0) return;
    const auto after = group.sum_seconds();
    facts.sum_seconds = {(after.between - before.between) / steps, (after.exposed - before.exposed) / steps};
}

/// What was asked for by name has an answer, if only a reason; of all that a machine may have, what it has.
void measure_counted(bench::Kernel& kernel, const TrialFile& trial, counters::Recorder* recorder,
                     topology::MoveWatch* watch, RankReport& report) {
    if (recorder != nullptr) recorder->measured_steps_begin(trial.steps);
    measure(kernel, trial.steps, watch, report);
    if (recorder == nullptr) return;
    recorder->measured_steps_end();
    report.facts.phases_read_every = recorder->read_every();
    report.facts.counters = recorder->values(!counters::wanted_from(trial.counters).all);
}

/// The first rank of each machine looks for all on it. Reading takes longer the more cpus there are: all
/// ranks wait for it here, or the first measured step of the others would.
std::optional<topology::ConditionsWatch> watch_conditions(const topology::RankPlacement& placement,
                                                          bench::Group& group) {
    std::optional<topology::ConditionsWatch> watch;
    if (placement.local_rank == 0) watch.emplace();
    group.barrier();
    return watch;
}

}  // namespace

RankReport run_trial(const TrialFile& trial, bench::Group& group) {
    RankReport report;
    report.facts.rank = group.rank();
    report.facts.host = host_name();
    const auto& placement = placement_of(trial, group.rank());
    const auto recorder = start_counting(trial, group);  // before the kernel, whose threads it counts
    const auto kernel = bench::find_kernel(trial.kernel)
                            ->make({&group, placement.memory, placement.threads, trial.seed, trial.parameters,
                                    recorder.get()});
    const auto before = topology::observe(all_buffers(*kernel, group));
    report.facts.pages_by_node_before = pages_by_node(before);
    verify(before, placement, report);
    std::optional<topology::MoveWatch> moves;
    if (trial.watch_moves) moves.emplace(all_buffers(*kernel, group), placement, trial.steps);
    if (answer_is_wrong(*kernel, group, report)) return report;
    group.barrier();
    const bool emulated = all_agree(group, is_emulated());
    warm_up(*kernel, group, emulated, report);
    if (moves) moves->begin();
    const topology::CpuWaitWatch waits;
    const auto watch = watch_conditions(placement, group);
    const auto sums_before = group.sum_seconds();
    measure_counted(*kernel, trial, recorder.get(), moves ? &*moves : nullptr, report);
    report.facts.cpu_wait_share = waits.most_share();
    if (moves) report.facts.moves = moves->done();
    take_sum_seconds(group, sums_before, trial.steps, report.facts);
    if (watch) report.facts.conditions = watch->done(*topology::CpuSet::parse(report.facts.cpus_allowed));
    const auto after = topology::observe(all_buffers(*kernel, group));
    report.facts.pages_by_node = pages_by_node(after);
    if (!placement.memory.by_class.empty()) report.facts.pages_by_class = pages_by_class(after);
    report.facts.page_sizes = topology::observe_page_sizes(all_buffers(*kernel, group));
    report.facts.resident = topology::read_resident();
    verify(after, placement, report);
    if (moves) misplace(moves->reason(), report);
    verify_rest(all_buffers(*kernel, group), placement, report);
    if (!emulated) report.facts.peak_flops = kernel->measure_peak_flops();
    take_usage(report.facts);
    take_communication(trial, group, report);
    return report;
}

}  // namespace accelbench::rank
