#include "reports/analysis/pairing.h"

#include <algorithm>
#include <cstddef>
#include <map>

#include "reports/model/cells.h"

namespace accelbench::reports {

PairedBlocks pair_launches(const Document& document, const std::vector<const Cell*>& cells) {
    std::map<int, std::vector<const Trial*>> blocks;
    for (std::size_t place = 0; place < cells.size(); ++place)
        for (const Trial* trial : trials_of(document, cells[place]->id)) {
            auto& launches = blocks[trial->block];
            launches.resize(cells.size());
            if (trial->status == TrialStatus::ok && launches[place] == nullptr) launches[place] = trial;
        }
    PairedBlocks paired;
    for (auto& [block, launches] : blocks) {
        if (std::find(launches.begin(), launches.end(), nullptr) == launches.end())
            paired.launches.push_back(std::move(launches));
        else
            ++paired.dropped;
    }
    return paired;
}

Pairs pair_by_block(const Document& document, const Cell& cell, const Cell& base) {
    const PairedBlocks blocks = pair_launches(document, {&cell, &base});
    Pairs pairs;
    pairs.dropped = blocks.dropped;
    for (const auto& launches : blocks.launches) {
        pairs.cell_seconds.push_back(*launches[0]->step_seconds);
        pairs.base_seconds.push_back(*launches[1]->step_seconds);
    }
    return pairs;
}

}  // namespace accelbench::reports
