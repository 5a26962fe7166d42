#pragma once

#include <string>
#include <vector>

#include "reports/html/curve.h"
#include "reports/model/document.h"

namespace accelbench::reports {

/// Series of one work, one a policy: they share a chart and a table.
using ScalingGroup = std::vector<const Scaling*>;

/// Speed-up over processes in all. `number` tells the page's charts apart.
CurveChart scaling_chart(const Document& document, const ScalingGroup& group, std::size_t number);

/// A row a size: speed-up, interval and efficiency over the fewest processes, and over fewer machines.
std::string scaling_table(const Document& document, const ScalingGroup& group);

/// "3.20x [3.20 to 3.21] of 4x, 80 %, n = 12"; "no pair". Plain text.
std::string speed_up_words(const SpeedUp& speed_up);

}  // namespace accelbench::reports
