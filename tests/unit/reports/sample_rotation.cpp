#include "sample_rotation.h"

#include <cmath>

#include "reports/model/cell_parameters.h"
#include "reports/words/derive.h"
#include "sample_document.h"

namespace accelbench::reports::samples {
namespace {

Cell cell_on(const std::string& hosts) {
    Cell cell;
    cell.kernel = "gpt";
    cell.policy = "local";
    cell.machines = cell.processes = 2;
    cell.parameters = {{"preset", "tiny"}};
    cell.hosts = hosts_from(hosts);
    cell.id = "gpt/hosts=" + hosts + "/policy=local/machines=2/processes=2/threads=1";
    cell.items_per_step = 2000;
    cell.command = {"mpirun"};
    return cell;
}

Trial trial_of(const Cell& cell, int block, double step_seconds) {
    Trial trial;
    trial.block = block;
    trial.cell = cell.id;
    trial.step_seconds = step_seconds * std::pow(1.01, block);
    trial.ranks.resize(2);
    trial.ranks[1].rank = 1;
    for (RankFacts& rank : trial.ranks) {
        rank.cpus_allowed = "0";
        rank.verified_by = "move_pages";
    }
    trial.started_unix_seconds = 1768469400;
    return trial;
}

}  // namespace

Document rotation_of(const std::vector<std::pair<std::string, double>>& choices, int launches) {
    Document document = minimal();
    for (const auto& choice : choices) document.cells.push_back(cell_on(choice.first));
    for (int block = 0; block < launches; ++block)
        for (std::size_t i = 0; i < choices.size(); ++i) {
            document.trials.push_back(trial_of(document.cells[i], block, 0.050 * choices[i].second));
            document.trials.back().sequence = static_cast<int>(document.trials.size()) - 1;
        }
    derive(document);
    return document;
}

Document rotation_document(const std::string& slow, double factor, int launches) {
    std::vector<std::pair<std::string, double>> choices;
    for (const std::string hosts : {"node-1+node-2", "node-1+node-3", "node-2+node-3"}) {
        const bool is_slow = !slow.empty() && hosts.find(slow) != std::string::npos;
        choices.emplace_back(hosts, is_slow ? factor : 1);
    }
    return rotation_of(choices, launches);
}

Document rotated() { return rotation_document("node-3", 1.31); }

}  // namespace accelbench::reports::samples
