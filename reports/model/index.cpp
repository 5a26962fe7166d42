#include "reports/model/index.h"

#include "reports/model/cells.h"
#include "reports/model/document.h"

namespace accelbench::reports {
namespace {

void add_cells(const Document& document, Index& index) {
    for (std::size_t place = 0; place < document.cells.size(); ++place) {
        const Cell& cell = document.cells[place];
        index.cells.try_emplace(cell.id, place);
        if (cell.policy == base_policy && cell.skip.empty()) index.bases.try_emplace(work_key(cell), place);
    }
    index.all_cells = document.cells.size();
    index.shared_parameters = shared_parameters(document);
}

void add_trials(const Document& document, Index& index) {
    index.trials.resize(document.cells.size());
    for (std::size_t place = 0; place < document.trials.size(); ++place) {
        const auto cell = index.cells.find(document.trials[place].cell);
        if (cell != index.cells.end()) index.trials[cell->second].push_back(place);
    }
    index.all_trials = document.trials.size();
}

void add_summaries(const Document& document, Index& index) {
    for (std::size_t place = 0; place < document.summaries.size(); ++place) {
        index.summaries.try_emplace(document.summaries[place].cell, place);
        for (const DerivedMetric& metric : document.summaries[place].metrics)
            if (metric.value) index.metrics.insert(metric.name);
    }
}

}  // namespace

void index_records(Document& document) {
    Index index;
    add_cells(document, index);
    add_trials(document, index);
    add_summaries(document, index);
    for (std::size_t i = 0; i < document.comparisons.size(); ++i)
        index.comparisons.try_emplace(document.comparisons[i].cell, i);
    document.index = std::move(index);
}

}  // namespace accelbench::reports
