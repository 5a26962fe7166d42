#include "reports/cells.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::reports {
namespace {

template <class Record, class Matches>
const Record* find_in(const std::vector<Record>& records, Matches matches) {
    const auto found = std::find_if(records.begin(), records.end(), matches);
    return found == records.end() ? nullptr : &*found;
}

}  // namespace

const Cell* find_cell(const Document& document, const std::string& id) {
    return find_in(document.cells, [&](const Cell& cell) { return cell.id == id; });
}

const Summary* find_summary(const Document& document, const std::string& cell) {
    return find_in(document.summaries, [&](const Summary& summary) { return summary.cell == cell; });
}

const Comparison* find_comparison(const Document& document, const std::string& cell) {
    return find_in(document.comparisons,
                   [&](const Comparison& comparison) { return comparison.cell == cell; });
}

std::vector<const Trial*> trials_of(const Document& document, const std::string& cell) {
    std::vector<const Trial*> trials;
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

bool is_emulated(const Document& document) { return !document.environment.emulation.empty(); }

std::string work_key(const Cell& cell) {
    std::string key = fmt::format("{}/{}/{}/{}", cell.kernel, cell.machines, cell.processes, cell.threads);
    for (const auto& [name, value] : cell.parameters)
        if (name != "policy") key += fmt::format("/{}={}", name, value);
    return key;
}

std::vector<std::string> chosen_hosts(const Cell& cell) {
    std::vector<std::string> names;
    for (const auto& [name, value] : cell.parameters)
        for (std::size_t start = 0; name == "hosts" && start <= value.size();) {
            const auto end = std::min(value.find('+', start), value.size());
            names.push_back(value.substr(start, end - start));
            start = end + 1;
        }
    return names;
}

std::string chosen_pages(const Cell& cell) {
    for (const auto& [name, value] : cell.parameters)
        if (name == "pages") return value;
    return "";
}

const Cell* base_of(const Document& document, const Cell& cell) {
    if (cell.policy == base_policy) return nullptr;
    const std::string key = work_key(cell);
    return find_in(document.cells, [&](const Cell& other) {
        return other.policy == base_policy && other.skip.empty() && work_key(other) == key;
    });
}

}  // namespace accelbench::reports
