#pragma once

#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Of each host of a rotation (cells that differ in nothing but the parameter `hosts`, of one policy and
/// size): in each block the mean of the log step times of the choices with it, less that of the choices
/// without it. Only blocks in which each choice was ok count, since without a slow one the others' means
/// would move; choices that were skipped, never ok, or whose losses differ are left out of all blocks.
/// Centre, interval and p are those of the signed-rank test over blocks, Holm's correction is over all hosts
/// of the document, and the verdict judge_ratio's; but slower only where each choice with the host is slower
/// than the others, beyond the margin: one slow link, or a slow neighbour in a balanced rotation, slows some
/// of them.
///
/// Where two hosts are slow, choices without the one hold the other: each looks better than it is, and with
/// few hosts neither stands out. Of an emulated machine there is none. Needs document.summaries.
std::vector<HostEffect> measure_hosts(const Document& document);

}  // namespace accelbench::reports
