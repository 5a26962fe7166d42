#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What cells of one series share besides the policy: kernel, threads a process, and all parameters but
/// policy, machines and processes. Under strong scaling `batch` is one rank's part of the job, so the whole
/// job's stands in its place.
std::string series_key(const Cell& cell);

/// Every policy's series with 2 sizes or more. Left out: cells that were skipped, without an ok launch, or
/// whose losses differ. On an emulated machine there is none: its processors share the host's. Needs
/// document.summaries.
///
/// A speed-up is a ratio of throughputs, items over step time; where no items are declared the work is as
/// many times the base's as the processes are under weak scaling, and the same under strong scaling. Its
/// centre and interval come from the log ratios of the pairs, one pair a block, as the verdicts' do: a ratio
/// of medians would mix what was launched hours apart. Efficiency is speed-up / (processes / the base's).
/// The base's absolute value stands in its summary (Hoefler & Belli, SC 2015, rule 1).
std::vector<Scaling> measure_scaling(const Document& document);

/// yes: the whole interval lies above 1 + margin; no: none of it does; else, and with fewer than 10 pairs,
/// inconclusive.
Pays judge_gain(const Estimate& gain, double margin);

/// Items over step time against each other: what one block's pair of step times says of the speed-up.
double work_ratio(const Cell& cell, const Cell& base);

}  // namespace accelbench::reports
