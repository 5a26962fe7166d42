#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What every report says in the same words, whatever its format.

/// "1 x 2 x 4": machines, processes, threads per process; "*" behind it when oversubscribed, and then the
/// pages where they were chosen: "1 x 2 x 4 thp".
std::string shape_text(const Cell& cell);

/// The parameters that neither shape_text nor the policy beside it shows.
Parameters beside_shape(const Cell& cell);

/// Parameters whose value is not the same in all cells, "preset=tiny batch=4"; "-" when only policy and shape
/// vary.
std::string work_text(const Document& document, const Cell& cell);

/// A parameter's value; of a choice of many hosts the first and how many: "node-1+node-2+126 more".
std::string value_text(const std::string& value);

/// "slower 1.42x", "same 1.004x", and "slower 1.42x (61.2 / 43.1 ms)" where the median step times of the two cells give
/// another ratio: the times that the paired one comes from; "base", "no local cell to compare with", "losses differ",
/// "no launch was ok", "not judged: emulated".
std::string against_local(const Document& document, const Cell& cell);

/// Things that share a reason: skipped cells ("remote 1 x 2 x 4"), or trials ("trial 7 (block 1, local 1 x 2
/// x 4)").
struct Grouped {
    std::string reason;
    std::vector<std::string> members;
};
std::vector<Grouped> skips_by_reason(const Document& document);
/// Where memory does not simply go where the policy's name says, of cells that were not skipped.
std::vector<Grouped> placement_notes(const Document& document);
/// Trials that are not ok, by status and reason: "misplaced: rank 0: ...".
std::vector<Grouped> lost_trials(const Document& document);

/// Inconclusive comparisons ("remote 1 x 2 x 4") by what would settle them.
std::vector<Grouped> open_comparisons(const Document& document);

/// Ok launches whose warm-up did not settle: "trial 7 (block 1, local 1 x 2 x 4)". They count.
std::vector<std::string> unsteady_launches(const Document& document);

/// Cells ("local 1 x 2 x 4") whose utilisation was left out, by the reason.
std::vector<Grouped> unreliable_utilisations(const Document& document);

/// What the intervals of median step times hold: "95 % interval: of the median, between two order statistics;
/// exact coverage 96.1 to 97.8 %"; "" without any.
std::string interval_sentence(const Document& document);

/// "losses bit-identical across policies: yes (2 groups)", or no, or why nothing could be compared.
std::string losses_sentence(const Document& document);
/// One line for each cell whose losses part, and where.
std::vector<std::string> diverging_cells(const Document& document);

/// "emulated (numa-lab, tcg): placement is verified here, times mean nothing; no verdict is given"; "" on a
/// real machine.
std::string emulation_sentence(const Document& document);

/// Where every machine has one NUMA node with memory: that costs can't be shown, and what can; else "", and on
/// an emulated machine, which has a sentence of its own.
std::string one_node_sentence(const Document& document);

/// "96 launches of 8 cells in 2 min 14 s; ended: complete"
std::string ended_sentence(const Document& document);

}  // namespace accelbench::reports
