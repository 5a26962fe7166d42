#include <string_view>
#include <unordered_set>

#include "harness/launch/session/session.h"
#include "reports/words/derive.h"
#include "topology/base/clock.h"

namespace accelbench::launch {

void keep_what_was_measured(reports::Document& document) {
    std::unordered_set<std::string_view> cells;
    for (const auto& trial : document.trials) cells.insert(trial.cell);
    for (auto& cell : document.cells) {
        const bool measured = cells.count(cell.id) != 0;
        if (measured) cell.skip = "";
        cell.skip_by_environment = cell.skip_by_environment && !measured;
    }
}

reports::Document make_document(const plan::Plan& plan, std::vector<reports::Trial> trials) {
    reports::Document document;
    document.accelbench_version = plan.version;
    document.created = utc_text();
    document.argv = plan.argv;
    document.seed = plan.options.seed;
    document.margin = plan.options.margin;
    document.machine = plan.surroundings.machine;
    document.environment = plan.surroundings.environment;
    document.audit = plan.audit;
    document.counters = plan.counters;
    document.hosts = plan.hosts;
    document.cells = plan.cells;
    document.trials = std::move(trials);
    keep_what_was_measured(document);
    for (const auto& trial : document.trials) document.elapsed_seconds += trial.wall_seconds;
    reports::derive(document);
    return document;
}

}  // namespace accelbench::launch
