#pragma once

#include <string>
#include <string_view>

#include "reports/model/document.h"

namespace accelbench::reports {

/// A stream of local memory must read less remote than this, one of remote memory more than 1 minus it.
inline constexpr double calibration_tolerance = 0.05;

/// Why a metric that claims to tell local from remote must not be used, with both readings of the machine on
/// which its calibration failed, or the reason why it wasn't calibrated; "" when it may be. Of several
/// machines each must have passed.
std::string why_not_calibrated(const Document& document, std::string_view metric);

/// "reads 12 % remote of local memory (expected: under 5 %) and 71 % of remote memory (expected: over 95 %)"
std::string readings_text(const Calibration& calibration);

}  // namespace accelbench::reports
