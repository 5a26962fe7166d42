#include "harness/plan/cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "bench/kernels.h"
#include "bench/message/variant.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/pages.h"
#include "harness/plan/skips.h"
#include "reports/model/cell_parameters.h"

namespace accelbench::plan {
namespace {

/// How many machines and processes, which hosts (none for the first ones), and which pages.
struct Shape {
    int machines = 1;
    int processes = 1;
    HostNames hosts;
    topology::PageKind pages = topology::PageKind::system;
};

/// The names of pages and hosts that were chosen; what was not is in no id, so that ids stay short.
bench::Parameters chosen_axes(const SweepOptions& options, const Shape& shape) {
    bench::Parameters axes;
    if (options.allreduce != default_allreduce) axes.emplace_back("allreduce", options.allreduce);
    if (!options.pages.empty()) axes.emplace_back("pages", std::string(to_string(shape.pages)));
    return axes;
}

/// A '/' inside a value would read as a border between names.
std::string escaped(const std::string& value) {
    std::string text;
    for (const char c : value) text += c == '/' ? std::string("%2F") : std::string(1, c);
    return text;
}

/// The id names what was chosen, not every default, so that it stays short and never depends on time or
/// order.
std::string cell_id(const reports::Cell& cell, const SweepOptions& options, const bench::Parameters& shown,
                    const Shape& shape) {
    std::string id = cell.kernel;
    for (const auto& [name, value] : shown) id += fmt::format("/{}={}", name, escaped(value));
    if (options.strong_scaling) id += "/scaling=strong";
    if (options.spread == topology::Spread::pack) id += "/placement=pack";
    for (const auto& [name, value] : chosen_axes(options, shape)) id += fmt::format("/{}={}", name, value);
    if (!cell.hosts.empty()) id += "/hosts=" + reports::joined_hosts(cell.hosts);
    return id + fmt::format("/policy={}/machines={}/processes={}/threads={}", cell.policy, cell.machines,
                            cell.processes, cell.threads);
}

bench::Parameters shown_parameters(const SweepOptions& options, const bench::KernelRow& kernel) {
    bench::Parameters shown;
    for (const auto& parameter : kernel.parameters) {
        const auto name = parameter.name;
        const auto given = std::find_if(options.parameters.begin(), options.parameters.end(),
                                        [&](const auto& option) { return option.first == name; });
        if (given != options.parameters.end())
            shown.push_back(*given);
        else if (name == "preset")
            shown.emplace_back("preset", std::string(kernel.presets.front()));
    }
    return shown;
}

void describe_work(reports::Cell& cell, const bench::KernelPlan& plan) {
    cell.parameters = plan.parameters;
    for (const auto& phase : plan.phases)
        cell.phases.push_back({phase.phase, phase.bytes, phase.flops, phase.message_bytes});
    cell.items_per_step = plan.items_per_step * cell.processes;
    cell.item = plan.item;
}

void describe_axes(reports::Cell& cell, const SweepOptions& options, const Shape& shape) {
    cell.parameters.emplace_back("scaling", options.strong_scaling ? "strong" : "weak");
    cell.parameters.emplace_back("placement", std::string(to_string(options.spread)));
    const auto chosen = chosen_axes(options, shape);
    if (options.allreduce == default_allreduce)  // losses round otherwise under another: never left unsaid
        cell.parameters.emplace_back("allreduce", options.allreduce);
    cell.parameters.insert(cell.parameters.end(), chosen.begin(), chosen.end());
}

/// Threads are chosen once per pair, for all policies alike: otherwise they would run different work.
int threads_of(const SweepOptions& options, const Surroundings& around, int machines, int processes) {
    if (options.threads > 0) return options.threads;
    const int local = std::max(1, processes / machines);
    const int quota = topology::usable_cores(around.machine, around.environment.cpu_quota_cores);
    return std::max(
        1, std::min(topology::default_threads(around.machine, local, options.spread), quota / local));
}

reports::Cell make_cell(const SweepOptions& options, const Surroundings& around,
                        const bench::KernelRow& kernel, const Shape& shape,
                        const topology::PolicyChoice& policy) {
    const int machines = shape.machines;
    const int processes = shape.processes;
    reports::Cell cell;
    cell.kernel = kernel.name;
    cell.policy = policy.name();
    cell.hosts = shape.hosts;
    cell.machines = machines;
    cell.processes = processes;
    cell.threads = threads_of(options, around, machines, processes);
    cell.id = cell_id(cell, options, shown_parameters(options, kernel), shape);
    MemoryBytes memory_bytes;
    try {
        const auto plan = kernel.plan({processes, cell.threads, options.strong_scaling, options.parameters});
        describe_work(cell, plan);
        memory_bytes = memory_of_rank(plan, options, machines, processes);
    } catch (const bench::Skip& skip) {
        cell.skip = skip.reason;
    }
    describe_axes(cell, options, shape);
    if (cell.skip.empty()) decide(cell, options, around, kernel, policy, shape.pages, memory_bytes);
    return cell;
}

/// In the order of the table, whatever the order of the list; those by class of allocation come last.
std::vector<topology::PolicyChoice> policies_of(const SweepOptions& options) {
    std::vector<topology::PolicyChoice> policies;
    const auto add = [&](const topology::PolicyChoice& choice) {
        if (std::find(policies.begin(), policies.end(), choice) == policies.end()) policies.push_back(choice);
    };
    for (const auto& row : topology::policies()) {
        if (options.policies.empty() && row.in_all) add(row);
        for (const auto& choice : options.policies)
            if (choice.row == &row) add(choice);
    }
    for (const auto& choice : options.places) add(choice);
    return policies;
}

std::vector<int> processes_for(const SweepOptions& options, const Surroundings& around, int machines) {
    if (!options.num_processes.empty()) return options.num_processes;
    auto per_machine =
        options.processes_per_machine.empty() ? default_processes(around) : options.processes_per_machine;
    for (auto& processes : per_machine) processes *= machines;
    return per_machine;
}

}  // namespace

std::vector<int> default_processes(const Surroundings& around) {
    std::vector<int> processes;
    const int cores = topology::usable_cores(around.machine, around.environment.cpu_quota_cores);
    for (int n = 1; n <= std::max(1, cores); n *= 2) processes.push_back(n);
    return processes;
}

std::vector<reports::Cell> make_cells(const SweepOptions& options, const Surroundings& around) {
    const auto& kernel = *bench::find_kernel(options.kernel);
    const auto policies = policies_of(options);
    const auto kinds = page_kinds_of(options, around);
    std::vector<reports::Cell> cells;
    for (const int machines : options.num_machines)
        for (const int processes : processes_for(options, around, machines))
            for (const auto& hosts : host_choices(options, around.hosts, machines))
                for (const auto pages : kinds)
                    for (const auto& policy : policies)
                        cells.push_back(
                            make_cell(options, around, kernel, {machines, processes, hosts, pages}, policy));
    return cells;
}

}  // namespace accelbench::plan
