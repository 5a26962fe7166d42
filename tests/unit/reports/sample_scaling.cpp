#include "sample_scaling.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/words/derive.h"
#include "sample_document.h"
#include "sample_machine.h"

namespace accelbench::reports::samples {
namespace {

Cell cell_of(const std::string& policy, const ScalingSize& size, bool strong) {
    Cell cell;
    cell.kernel = "gpt";
    cell.policy = policy;
    cell.machines = size.machines;
    cell.processes = size.processes;
    cell.parameters = {{"preset", "tiny"},
                       {"batch", std::to_string(strong ? 8 / size.processes : 8)},
                       {"scaling", strong ? "strong" : "weak"}};
    cell.id = fmt::format("gpt/policy={}/machines={}/processes={}/threads=1", policy, size.machines,
                          size.processes);
    cell.items_per_step = strong ? 8000 : 1000.0 * size.processes;
    cell.command = {"mpirun"};
    return cell;
}

void add_launches(Document& document, const Cell& cell, double step_seconds, int launches) {
    for (int block = 0; block < launches; ++block) {
        Trial trial;
        trial.block = block;
        trial.sequence = static_cast<int>(document.trials.size());
        trial.cell = cell.id;
        trial.step_seconds = step_seconds * std::pow(1.01, block);
        trial.ranks.resize(1);
        trial.ranks[0].cpus_allowed = "0";
        trial.ranks[0].verified_by = "move_pages";
        if (cell.processes > 1) {
            trial.ranks[0].channels = topology::Channels{{"vader_segment"}, {"10.0.0.2"}, {}, {}};
            trial.ranks[0].sum_seconds = SumSeconds{.between = 0.012, .exposed = 0.0031};
            trial.ranks[0].moves =
                topology::Moves{.borders = 7, .page_looks = 448, .thread_looks = 21, .balanced_pages = 0};
            trial.ranks[0].other_memory =
                topology::OtherMemory{"", {{0, 44ULL << 20}}, {{0, 2ULL << 20}}, {{0, 9ULL << 20}}};
            trial.communication = {"hierarchical", "a group", {{"hierarchical", 24, 4096, 4194304}}};
        }
        trial.started_unix_seconds = 1768469400;
        document.trials.push_back(std::move(trial));
    }
}

void add_series(Document& document, const std::string& policy, const std::vector<ScalingSize>& sizes,
                int launches, bool strong, double factor) {
    for (const ScalingSize& size : sizes) {
        document.cells.push_back(cell_of(policy, size, strong));
        add_launches(document, document.cells.back(), factor * size.step_seconds, launches);
    }
}

/// Two that answered and differ, and one that is gone.
std::vector<Host> sample_hosts() {
    HostFacts facts;
    facts.accelbench_version = "0.1.0";
    facts.mpi_version = "Open MPI v4.1.4";
    facts.machine = sample_machine(2, 4);
    facts.environment = sample_environment();
    facts.free_memory_bytes = {{0, 50ULL << 30}, {1, 60ULL << 30}};
    auto other = facts;
    facts.machine.hostname = "node-a";
    other.machine.hostname = "node-b";
    other.environment.kernel = "6.1.0-12-amd64";
    return {{"node-a", "", facts, ClockOffset{0.0002, 0.004}},
            {"node-b", "", other, ClockOffset{-0.031, 0.045}},
            {"node-c", "does not answer (ssh node-c accelbench host-facts: no output)", std::nullopt,
             std::nullopt}};
}

}  // namespace

Document scaling_document(const std::vector<ScalingSize>& sizes, int launches, bool strong) {
    Document document = minimal();
    add_series(document, "local", sizes, launches, strong, 1);
    derive(document);
    return document;
}

Document scaling() {
    const std::vector<ScalingSize> sizes{
        {1, 1, 0.100},
        {1, 2, 0.105},
        {1, 4, 0.125},
        {1, 8, 0.249},
        {2, 2, 0.104},
        {2, 4, 0.112},
        {2, 8, 0.140},
    };
    Document document = scaling_document(sizes);
    add_series(document, "remote", sizes, 12, false, 1.3);
    document.hosts = sample_hosts();
    add_audit(document);
    document.hosts[1].facts->audit[1] = {
        "turbo", "turbo", "off", topology::Grade::good, "the clock then depends on heat", "", false};
    document.links = {{"node-a", "node-b", {61e-6, 58e-6, 75e-6, 200}, {112e6, 104e6, 113e6, 10}, 1}};
    for (Cell& cell : document.cells) cell.oversubscribed = cell.processes == 8 && cell.machines == 1;
    derive(document);
    return document;
}

}  // namespace accelbench::reports::samples
