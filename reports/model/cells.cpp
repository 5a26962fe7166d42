#include "reports/model/cells.h"

#include <algorithm>
#include <set>

#include "reports/model/cell_parameters.h"

namespace accelbench::reports {
namespace {

/// The record that the index names; where the index was made of other records, the first that matches.
template <class Record, class Matches>
const Record* find_in(const std::vector<Record>& records, const Index::Places& places, const std::string& key,
                      bool fits, Matches matches) {
    const auto known = places.find(key);
    if (fits && known == places.end()) return nullptr;
    if (fits && matches(records[known->second])) return &records[known->second];
    const auto found = std::find_if(records.begin(), records.end(), matches);
    return found == records.end() ? nullptr : &*found;
}

/// Places of the cell's trials; nullptr where the index was made of other records.
const std::vector<std::size_t>* known_trials(const Document& document, const std::string& cell) {
    const Index& index = document.index;
    const auto place = index.cells.find(cell);
    const bool fits = index.all_trials == document.trials.size() && place != index.cells.end();
    return fits ? &index.trials[place->second] : nullptr;
}

}  // namespace

const Cell* find_cell(const Document& document, const std::string& id) {
    const bool fits = document.index.all_cells == document.cells.size();
    return find_in(document.cells, document.index.cells, id, fits,
                   [&](const Cell& cell) { return cell.id == id; });
}

const Summary* find_summary(const Document& document, const std::string& cell) {
    const bool fits = document.index.summaries.size() == document.summaries.size();
    return find_in(document.summaries, document.index.summaries, cell, fits,
                   [&](const Summary& summary) { return summary.cell == cell; });
}

const Comparison* find_comparison(const Document& document, const std::string& cell) {
    const bool fits = document.index.comparisons.size() == document.comparisons.size();
    return find_in(document.comparisons, document.index.comparisons, cell, fits,
                   [&](const Comparison& comparison) { return comparison.cell == cell; });
}

std::vector<const Trial*> trials_of(const Document& document, const std::string& cell) {
    std::vector<const Trial*> trials;
    if (const auto* places = known_trials(document, cell)) {
        for (const std::size_t place : *places) trials.push_back(&document.trials[place]);
        return trials;
    }
    for (const Trial& trial : document.trials)
        if (trial.cell == cell) trials.push_back(&trial);
    return trials;
}

std::vector<const Trial*> ok_trials_of(const Document& document, const std::string& cell) {
    std::vector<const Trial*> trials = trials_of(document, cell);
    std::erase_if(trials, [](const Trial* trial) {
        return trial->status != TrialStatus::ok || !trial->step_seconds || !(*trial->step_seconds > 0);
    });
    return trials;
}

Parameters shared_parameters(const Document& document) {
    if (document.cells.empty() || document.index.all_cells == document.cells.size())
        return document.index.shared_parameters;
    Parameters shared = all_parameters(document.cells.front());
    for (const Cell& cell : document.cells)
        std::erase_if(shared, [all = all_parameters(cell)](const auto& parameter) {
            return std::find(all.begin(), all.end(), parameter) == all.end();
        });
    return shared;
}

bool is_emulated(const Document& document) { return !document.environment.emulation.empty(); }

std::string work_key(const Cell& cell) { return key_without(cell, {"policy"}); }

std::string chosen_pages(const Cell& cell) { return parameter_of(cell, "pages"); }

int count_comparable(const std::vector<Cell>& cells) {
    std::set<std::string> bases;
    for (const Cell& cell : cells)
        if (cell.policy == base_policy && cell.skip.empty()) bases.insert(work_key(cell));
    return static_cast<int>(std::count_if(cells.begin(), cells.end(), [&](const Cell& cell) {
        return cell.policy != base_policy && cell.skip.empty() && bases.count(work_key(cell)) > 0;
    }));
}

const Cell* base_of(const Document& document, const Cell& cell) {
    if (cell.policy == base_policy) return nullptr;
    const std::string key = work_key(cell);
    const bool fits = document.index.all_cells == document.cells.size();
    return find_in(document.cells, document.index.bases, key, fits, [&](const Cell& other) {
        return other.policy == base_policy && other.skip.empty() && work_key(other) == key;
    });
}

}  // namespace accelbench::reports
