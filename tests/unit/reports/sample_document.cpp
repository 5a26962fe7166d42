#include "sample_document.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "reports/statistics/stats.h"
#include "reports/words/derive.h"
#include "sample_machine.h"

namespace accelbench::reports::samples {
namespace {

const std::vector<double> phase_shares{0.01, 0.28, 0.52, 0.07, 0.12};

std::vector<PhaseWork> phases() {
    return {{"data", 2.1e5, 0, 0},
            {"forward", 9.2e7, 7.0e8, 0},
            {"backward", 2.1e8, 1.4e9, 0},
            {"all-reduce", 2.5e7, 1.1e7, 4.3e7},
            {"optimizer", 3.0e8, 1.3e8, 0}};
}

topology::RankPlacement placement_of(const SampleShape& shape, const std::string& policy, int rank,
                                     int processes, int threads) {
    topology::RankPlacement placement;
    placement.local_rank = rank;
    placement.threads = threads;
    if (policy == "baseline") return placement;
    placement.home_node = rank * shape.nodes / processes;
    const int ranks_per_node = processes > shape.nodes ? processes / shape.nodes : 1;
    const int first = placement.home_node * shape.cpus_per_node + rank % ranks_per_node * threads;
    for (int i = 0; i < threads; ++i) placement.cpus.insert(first + i);
    placement.memory.mode =
        policy == "interleave" ? topology::MemoryMode::interleave : topology::MemoryMode::bind;
    if (policy == "local") placement.memory.nodes.insert(placement.home_node);
    if (policy == "remote")
        placement.memory.nodes.insert((placement.home_node + shape.nodes / 2) % shape.nodes);
    if (policy == "interleave")
        for (int node = 0; node < shape.nodes; ++node) placement.memory.nodes.insert(node);
    return placement;
}

Cell cell_of(const SampleShape& shape, const std::string& policy, int processes, int threads) {
    Cell cell;
    cell.kernel = "gpt";
    cell.policy = policy;
    cell.processes = processes;
    cell.threads = threads;
    cell.parameters = {{"preset", "small"},
                       {"batch", "8"},
                       {"context", "256"},
                       {"scaling", "weak"},
                       {"data", "text"}};
    cell.id = fmt::format("gpt/preset=small/policy={}/machines=1/processes={}/threads={}", policy, processes,
                          threads);
    cell.phases = phases();
    cell.items_per_step = 8.0 * 256 * processes;
    for (int rank = 0; rank < processes; ++rank)
        cell.placement.push_back(placement_of(shape, policy, rank, processes, threads));
    cell.command = {"mpirun", "-np", std::to_string(processes), "accelbench", "place", "--trial",
                    "trial.json", "--", "accelbench-rank"};
    return cell;
}

/// An even number in (-1.7, 1.7) with the spread of a standard normal one.
double noise(SplitMix& random) { return (random.unit() - 0.5) * std::sqrt(12.0); }

RankFacts facts_of(const SampleShape& shape, const topology::RankPlacement& placement, const Trial& trial,
                   SplitMix& random) {
    RankFacts facts;
    facts.rank = placement.local_rank;
    facts.host = "numabox";
    const int last_cpu = shape.nodes * shape.cpus_per_node - 1;
    facts.cpus_allowed = placement.cpus.empty() ? fmt::format("0-{}", last_cpu) : placement.cpus.to_string();
    facts.pages = 21504;
    const auto nodes =
        static_cast<std::uint64_t>(placement.memory.nodes.empty() ? 1 : placement.memory.nodes.size());
    if (placement.memory.nodes.empty()) facts.pages_by_node[0] = facts.pages;
    for (const int node : placement.memory.nodes) facts.pages_by_node[node] = facts.pages / nodes;
    facts.pages_by_node_before = facts.pages_by_node;
    facts.threads = placement.threads + 2;
    facts.verified_by = "move_pages";
    for (int step = 0; step < shape.steps; ++step)
        facts.step_seconds.push_back(*trial.step_seconds * (1 + 0.002 * noise(random)));
    facts.peak_flops = 5.2e10 * placement.threads * (1 + 0.004 * noise(random));
    facts.max_resident_bytes = 412ULL << 20;
    facts.usage = {{"minor_faults", 24021}, {"major_faults", 0}, {"involuntary_switches", 12}};
    return facts;
}

/// Falls as training does; the same bits for every policy, since placement must not change arithmetic.
std::vector<double> losses(int steps, int processes) {
    std::vector<double> values;
    for (int step = 0; step < steps; ++step) values.push_back(5.545 - 0.11 * step + 0.001 * processes);
    return values;
}

Trial trial_of(const SampleShape& shape, const SamplePolicy& policy, const Cell& cell, double block_drift,
               SplitMix& random) {
    Trial trial;
    trial.cell = cell.id;
    const double launch = block_drift * (1 + policy.noise * noise(random)) * (1 + 0.02 * cell.processes);
    for (std::size_t phase = 0; phase < phase_shares.size(); ++phase)
        trial.phase_seconds.push_back(shape.local_step_seconds * launch * phase_shares[phase] *
                                      policy.phase_factors[phase]);
    trial.step_seconds = std::accumulate(trial.phase_seconds.begin(), trial.phase_seconds.end(), 0.0);
    trial.warmup_steps = 2;
    trial.losses = losses(shape.steps + trial.warmup_steps, cell.processes);
    for (const auto& placement : cell.placement)
        trial.ranks.push_back(facts_of(shape, placement, trial, random));
    trial.kernel_counters = {
        {"numa_hit", 52011}, {"numa_miss", 0}, {"numa_pages_migrated", 0}, {"steal_ticks", 0}};
    trial.wall_seconds = 1.4;
    return trial;
}

Document header() {
    Document document;
    document.accelbench_version = "0.1.0";
    document.created = "2026-01-15T09:30:00Z";
    document.argv = {"accelbench", "sweep", "--policies", "all", "--preset", "small"};
    document.seed = 20260115;
    document.launcher = "openmpi";
    document.launcher_version = "Open MPI 4.1.4";
    document.ended = "complete";
    document.environment = sample_environment();
    return document;
}

void add_trials(const SampleShape& shape, Document& document) {
    SplitMix random(document.seed);
    double clock = 1768469400;
    for (int block = 0; block < shape.launches; ++block) {
        const double drift = 1 + 0.01 * noise(random);
        std::size_t index = 0;
        for (const auto& sizes [[maybe_unused]] : shape.processes_and_threads)
            for (const SamplePolicy& policy : shape.policies) {
                Trial trial = trial_of(shape, policy, document.cells[index++], drift, random);
                trial.block = block;
                trial.sequence = static_cast<int>(document.trials.size());
                trial.started_unix_seconds = clock;
                clock += trial.wall_seconds;
                document.trials.push_back(std::move(trial));
            }
    }
    document.elapsed_seconds = clock - 1768469400;
}

void fail(Trial& trial, TrialStatus status, const std::string& reason) {
    trial.status = status;
    trial.reason = reason;
    trial.step_seconds.reset();
    trial.phase_seconds.clear();
    if (status != TrialStatus::misplaced) trial.ranks.clear();
}

}  // namespace

std::vector<SamplePolicy> four_policies() {
    return {{"baseline", {1.0, 1.006, 1.006, 1.0, 1.02}, 0.02},
            {"local", {1, 1, 1, 1, 1}},
            {"interleave", {1.0, 1.08, 1.10, 1.06, 1.42}},
            {"remote", {1.0, 1.21, 1.26, 1.14, 1.93}}};
}

Document sample_document(const SampleShape& shape) {
    Document document = header();
    document.machine = sample_machine(shape.nodes, shape.cpus_per_node);
    for (const auto& [processes, threads] : shape.processes_and_threads)
        for (const SamplePolicy& policy : shape.policies)
            document.cells.push_back(cell_of(shape, policy.name, processes, threads));
    add_trials(shape, document);
    derive(document);
    return document;
}

Document two_nodes() {
    SampleShape shape;
    shape.policies = four_policies();
    Document document = sample_document(shape);
    add_audit(document);
    return document;
}

Document one_node() {
    SampleShape shape;
    shape.nodes = 1;
    shape.cpus_per_node = 2;
    shape.processes_and_threads = {{1, 2}, {2, 1}};
    shape.policies = {four_policies()[0], four_policies()[1]};
    Document document = sample_document(shape);
    document.environment.virtualisation = "kvm";
    document.environment.mempolicy = "permitted";
    for (const std::string policy : {"interleave", "remote"})
        for (const auto& [processes, threads] : shape.processes_and_threads) {
            Cell cell = cell_of(shape, policy, processes, threads);
            cell.skip = policy + " needs 2 NUMA nodes with memory; this machine has 1";
            cell.placement.clear();
            document.cells.push_back(cell);
        }
    fail(document.trials[4], TrialStatus::failed, "rank 1 ended with signal 9 (killed)");
    fail(document.trials[9], TrialStatus::misplaced, "rank 0: 1204 of 21504 pages (5.6 %) are not on node 0");
    document.trials[9].ranks[0].misplaced_pages = 1204;
    fail(document.trials[13], TrialStatus::timeout, "no rank reported within 60 s");
    document.trials[6].steady = false;
    derive(document);
    return document;
}

Document sixty_four_cells() {
    SampleShape shape;
    shape.nodes = 8;
    shape.cpus_per_node = 32;
    shape.processes_and_threads.clear();
    for (const int processes : {8, 16, 32, 64})
        for (const int threads : {1, 2, 3, 4}) shape.processes_and_threads.emplace_back(processes, threads);
    shape.policies = four_policies();
    shape.launches = 10;
    shape.steps = 2;
    return sample_document(shape);
}

Document nothing_ok() {
    Document document = one_node();
    for (Trial& trial : document.trials)
        fail(trial, TrialStatus::failed,
             "mpirun said: <b>no</b> slots & \"none\" left </script><script>alert(1)");
    document.machine.hostname = "<img src=x onerror=alert(1)>";
    document.ended = "interrupted (SIGINT)";
    derive(document);
    return document;
}

Document one_launch() {
    SampleShape shape;
    shape.policies = four_policies();
    shape.launches = 1;
    return sample_document(shape);
}

Document emulated() {
    Document document = two_nodes();
    document.environment.emulation = "numa-lab, tcg";
    document.environment.virtualisation = "qemu";
    document.machine.hostname = "numa-lab";
    document.machine.memory_performance = {
        {0, 0, document.machine.nodes[0].cpus, 90, 90, std::uint64_t{200} << 30, std::nullopt},
        {1, -1, document.machine.cpus, 140, std::nullopt, std::nullopt, std::nullopt}};
    derive(document);
    return document;
}

Document minimal() {
    Document document = header();
    document.machine = sample_machine(1, 2);
    return document;
}

}  // namespace accelbench::reports::samples
