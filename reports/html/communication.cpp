#include "reports/words/communication.h"

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/words/findings.h"

namespace accelbench::reports {

std::string communication_section(const Document& document) {
    std::vector<std::vector<std::string>> rows;
    for (const Cell& cell : document.cells) {
        const auto trials = ok_trials_of(document, cell.id);
        if (trials.empty() || !trials.back()->communication) continue;
        const Trial& last = *trials.back();
        rows.push_back({escape(cell.policy + " " + shape_text(cell)), escape(last.communication->allreduce),
                        escape(taken_text(*last.communication)), escape(sum_seconds_text(last)),
                        escape(inside_text(last)), escape(between_text(last)),
                        escape(last.communication->description)});
    }
    if (rows.empty()) return "";
    return html_section("communication", "How gradients were summed",
                        html_table("Last launch of each cell; what the ranks had open after the timed steps",
                                   {{"Cell"},
                                    {"Requested"},
                                    {"Sums of rank 0", false, true},
                                    {"Time in a step", false, true},
                                    {"Inside a machine", false, true},
                                    {"Between machines", false, true},
                                    {"Group", false, true}},
                                   rows));
}

}  // namespace accelbench::reports
