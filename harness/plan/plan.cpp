#include "harness/plan/plan.h"

#include <algorithm>
#include <random>

#include "harness/plan/work.h"
#include "harness/version.h"
#include "reports/model/cells.h"
#include "reports/statistics/power.h"

namespace accelbench::plan {
namespace {

constexpr double launcher_start_seconds = 0.5;
constexpr double cautious_flops_per_core = 2e10;  // fp32 products of one core without AVX-512
constexpr int usual_warmup_steps = 5;

std::uint64_t draw_seed() {
    std::random_device device;
    // 53 bits, so that the seed survives readers that hold JSON numbers as doubles.
    const std::uint64_t bits = (static_cast<std::uint64_t>(device()) << 32) | device();
    return std::max<std::uint64_t>(1, bits >> 11);
}

}  // namespace

std::vector<int> Plan::runnable() const {
    std::vector<int> indices;
    for (int i = 0; i < static_cast<int>(cells.size()); ++i)
        if (cells[i].skip.empty()) indices.push_back(i);
    return indices;
}

int Plan::comparisons() const {
    return surroundings.environment.emulation.empty() ? reports::count_comparable(cells) : 0;
}

int Plan::launches_for_verdict() const {
    const int compared = comparisons();
    return compared == 0 ? 0 : reports::pairs_for_verdict(reports::Document{}.confidence, compared);
}

int Plan::least_launches() const {
    if (options.launches > 0) return options.launches;
    return options.time_budget_seconds > 0 ? 1 : std::max(minimum_launches, launches_for_verdict());
}

int Plan::most_launches() const {
    return options.launches > 0 ? options.launches : std::max(maximum_launches, launches_for_verdict());
}

int Plan::most_machines() const {
    int machines = 1;
    for (const int index : runnable())
        machines = std::max(machines, cells[static_cast<std::size_t>(index)].machines);
    const bool each_host = options.rotate_hosts && machines > 1;
    if (!each_host) return machines;
    if (hosts.empty()) return surroundings.hosts.available();
    return static_cast<int>(std::count_if(hosts.begin(), hosts.end(),
                                          [](const auto& host) { return host.trouble.empty(); }));
}

Plan make_plan(SweepOptions options, TypedOptions typed, Surroundings surroundings,
               std::vector<std::string> argv) {
    if (options.seed == 0) {
        options.seed = draw_seed();
        typed.emplace_back("seed", std::to_string(options.seed));
    }
    Plan plan;
    plan.typed = std::move(typed);
    plan.version = version;
    plan.cells = make_cells(options, surroundings);
    plan.options = std::move(options);
    plan.argv = std::move(argv);
    plan.surroundings = std::move(surroundings);
    return plan;
}

double estimated_trial_seconds(const reports::Cell& cell, const SweepOptions& options) {
    const auto work = work_of(cell, options);
    double flops = 0;
    for (const auto& phase : work.phases) flops += phase.flops;
    const double step =
        work.seconds_per_step > 0 ? work.seconds_per_step : flops / (cautious_flops_per_core * cell.threads);
    return launcher_start_seconds + step * (options.steps + usual_warmup_steps);
}

double trial_timeout_seconds(const reports::Cell& cell, const SweepOptions& options) {
    if (options.timeout_seconds > 0) return options.timeout_seconds;
    return std::max(60.0, 20 * estimated_trial_seconds(cell, options));
}

}  // namespace accelbench::plan
