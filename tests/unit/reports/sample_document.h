#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports::samples {

/// How much longer each phase takes under a policy than under local, in the phases' order.
struct SamplePolicy {
    std::string name;
    std::vector<double> phase_factors;
    double noise = 0.006;  // relative, between launches
};

struct SampleShape {
    int nodes = 2;
    int cpus_per_node = 4;
    std::vector<std::pair<int, int>> processes_and_threads{{2, 4}, {4, 2}};
    std::vector<SamplePolicy> policies;
    int launches = 12;
    int steps = 6;
    double local_step_seconds = 0.0431;
};

std::vector<SamplePolicy> four_policies();

/// A document as a sweep would write it, with noise from a fixed seed; summarised.
Document sample_document(const SampleShape& shape);

/// Two nodes, four policies, two rank counts: remote is plainly slower, baseline inconclusive or the same.
Document two_nodes();
/// A virtual machine with one node: remote and interleave skipped; a failed, a misplaced and a timed-out
/// trial.
Document one_node();
/// 8 nodes, 4 policies, 16 rank and thread counts.
Document sixty_four_cells();
/// Every launch of every cell failed, for a reason full of markup.
Document nothing_ok();
/// One launch of each cell: no interval, no verdict.
Document one_launch();
/// two_nodes in a guest of the NUMA lab: nothing may be judged.
Document emulated();
/// No cells and no trials: what a sweep holds before its first launch.
Document minimal();

}  // namespace accelbench::reports::samples
