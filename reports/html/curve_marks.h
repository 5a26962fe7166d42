#pragma once

#include <string>

#include "reports/html/curve.h"

namespace accelbench::reports {

/// The signs of a curve chart. Each is defined once a chart and used by name, since only so can a place be
/// given in per cent of the width.
std::string mark_definitions(const std::string& id);

/// `mark` is "cap", "ring" or a shape_mark; x in per cent, y in pixels.
std::string use_mark(const std::string& id, const std::string& mark, const std::string& style, double x,
                     double y);
std::string shape_mark(int shape);

/// Of stroke-dasharray.
const char* dash_pattern(const Curve& curve);

/// Names what each line and mark is, a row each. `bottom` is where it ends, in pixels.
struct CurveLegend {
    std::string svg;
    int bottom = 0;
};
CurveLegend curve_legend(const CurveChart& chart, int top);

}  // namespace accelbench::reports
