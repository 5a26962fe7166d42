#include "reports/analysis/losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "reports/analysis/summarise.h"
#include "reports/model/cells.h"

namespace accelbench::reports {
namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

/// Ok trials that gave losses. The null kernel may give none, and then there is nothing to part.
std::vector<const Trial*> trials_with_losses(const Document& document, const Cell& cell) {
    std::vector<const Trial*> trials = trials_of(document, cell.id);
    std::erase_if(
        trials, [](const Trial* trial) { return trial->status != TrialStatus::ok || trial->losses.empty(); });
    return trials;
}

std::string where_they_part(const Trial& trial, const Trial& base, const Cell& base_cell) {
    const std::size_t steps = std::min(trial.losses.size(), base.losses.size());
    for (std::size_t step = 0; step < steps; ++step) {
        if (same_bits(trial.losses[step], base.losses[step])) continue;
        return fmt::format("losses diverge from {} at step {} of {}: {} against {} (trials {} and {})",
                           base_cell.policy, step, steps, trial.losses[step], base.losses[step],
                           trial.sequence, base.sequence);
    }
    return "";
}

using Group = std::vector<const Cell*>;

std::map<std::string, Group> groups_with_losses(const Document& document) {
    std::map<std::string, Group> groups;
    for (const Cell& cell : document.cells)
        if (!trials_with_losses(document, cell).empty()) groups[work_key(cell)].push_back(&cell);
    for (auto& [key, cells] : groups)
        std::stable_partition(cells.begin(), cells.end(),
                              [](const Cell* cell) { return cell->policy == base_policy; });
    return groups;
}

}  // namespace

LossCheck check_losses(const Document& document) {
    LossCheck check;
    for (const auto& [key, cells] : groups_with_losses(document)) {
        if (cells.size() > 1) ++check.groups;
        const Trial& base = *trials_with_losses(document, *cells.front()).front();
        for (const Cell* cell : cells)
            for (const Trial* trial : trials_with_losses(document, *cell)) {
                const std::string where = where_they_part(*trial, base, *cells.front());
                if (!where.empty()) check.differ.emplace(cell->id, where);
            }
    }
    return check;
}

std::map<std::string, std::string> diverging_losses(const Document& document) {
    return check_losses(document).differ;
}

}  // namespace accelbench::reports
