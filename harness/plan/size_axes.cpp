#include "harness/plan/size_axes.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "harness/arguments/number_list.h"
#include "harness/arguments/values.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/draft.h"
#include "reports/model/cell_parameters.h"

namespace accelbench::plan {
namespace {

using Text = std::string;

/// Levels that are a number of the cell's.
std::vector<Level> levels_from(const std::vector<int>& numbers, int reports::Cell::*member) {
    std::vector<Level> levels;
    for (const int number : numbers)
        levels.push_back({std::to_string(number), [=](Draft& draft) { draft.cell.*member = number; }});
    return levels;
}

/// An option with a list of numbers.
AxisOption number_option(const Text& name, const Text& help, std::vector<int> SweepOptions::*numbers) {
    return {name, "LIST", help, [=](SweepOptions& options, const Text& text) {
                options.*numbers = arguments::parse_number_list("--" + name, text);
            },
            fmt::format("{}", fmt::join(SweepOptions{}.*numbers, ","))};
}

std::vector<int> processes_for(const Draft& draft) {
    const auto& options = draft.options;
    if (!options.num_processes.empty()) return options.num_processes;
    auto per_machine = options.processes_per_machine.empty() ? default_processes(draft.around)
                                                             : options.processes_per_machine;
    for (auto& processes : per_machine) processes *= draft.cell.machines;
    return per_machine;
}

/// Threads are chosen once per pair, for all policies alike: otherwise they would run different work.
int threads_for(const Draft& draft) {
    if (draft.options.threads > 0) return draft.options.threads;
    const auto& machine = draft.around.machine;
    const int local = std::max(1, draft.cell.processes / draft.cell.machines);
    const int quota = topology::usable_cores(machine, draft.around.environment.cpu_quota_cores);
    return std::max(1, std::min(topology::default_threads(machine, local, draft.spread), quota / local));
}

std::vector<Level> host_levels(const Draft& draft) {
    std::vector<Level> levels;
    for (auto& hosts : host_choices(draft.options, draft.around.hosts, draft.cell.machines))
        levels.push_back(
            {reports::joined_hosts(hosts), [hosts](Draft& chosen) { chosen.cell.hosts = hosts; }});
    return levels;
}

}  // namespace

Axis machines_axis() {
    Axis axis{.name = "machines", .loop = 1, .listed = 3};
    axis.options = {number_option("num-machines",
                                  "machines, as Accelerate counts them: 2, or 1,2,4, or 1-4",
                                  &SweepOptions::num_machines)};
    axis.levels = [](const Draft& draft) {
        return levels_from(draft.options.num_machines, &reports::Cell::machines);
    };
    return axis;
}

Axis processes_axis() {
    Axis axis{.name = "processes", .loop = 2, .listed = 4};
    axis.options = {
        number_option("num-processes",
                      "total ranks, over all machines, as Accelerate counts them [1,2,4,... cores]",
                      &SweepOptions::num_processes),
        number_option("processes-per-machine", "instead: ranks on each machine",
                      &SweepOptions::processes_per_machine)};
    axis.levels = [](const Draft& draft) {
        return levels_from(processes_for(draft), &reports::Cell::processes);
    };
    return axis;
}

Axis threads_axis() {
    Axis axis{.name = "threads", .loop = 3, .listed = 5};
    axis.options = {{"threads", "N", "threads per rank [cores / processes, within one node]",
                     [](SweepOptions& options, const Text& text) {
                         options.threads =
                             static_cast<int>(arguments::parse_count("--threads", text, 1, 65536));
                     }}};
    axis.levels = [](const Draft& draft) {
        return levels_from({threads_for(draft)}, &reports::Cell::threads);
    };
    return axis;
}

/// Its option --rotate-hosts is listed among those of the hosts.
Axis hosts_axis() { return {.name = "hosts", .levels = host_levels, .shown = "on", .loop = 4}; }

std::vector<int> default_processes(const Surroundings& around) {
    std::vector<int> processes;
    const int cores = topology::usable_cores(around.machine, around.environment.cpu_quota_cores);
    for (int n = 1; n <= std::max(1, cores); n *= 2) processes.push_back(n);
    return processes;
}

}  // namespace accelbench::plan
