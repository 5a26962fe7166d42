#include "sample_rotation.h"

#include <cmath>

#include "reports/summarise.h"
#include "sample_document.h"

namespace accelbench::reports::samples {
namespace {

Cell cell_on(const std::string& hosts) {
    Cell cell;
    cell.kernel = "gpt";
    cell.policy = "local";
    cell.machines = cell.processes = 2;
    cell.parameters = {{"preset", "tiny"}, {"hosts", hosts},   {"policy", "local"},
                       {"machines", "2"},  {"processes", "2"}, {"threads", "1"}};
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

Document rotation_document(const std::string& slow, double factor, int launches) {
    Document document = minimal();
    for (const char* hosts : {"node-1+node-2", "node-1+node-3", "node-2+node-3"})
        document.cells.push_back(cell_on(hosts));
    for (int block = 0; block < launches; ++block)
        for (const Cell& cell : document.cells) {
            const bool is_slow = !slow.empty() && cell.id.find(slow) != std::string::npos;
            document.trials.push_back(trial_of(cell, block, 0.050 * (is_slow ? factor : 1)));
            document.trials.back().sequence = static_cast<int>(document.trials.size()) - 1;
        }
    summarise(document);
    return document;
}

Document rotated() { return rotation_document("node-3", 1.31); }

}  // namespace accelbench::reports::samples
