#pragma once

#include <string>
#include <vector>

#include "reports/model/estimate.h"

namespace accelbench::reports {

/// One measured size: its value with an interval where y.n is 2 or more, else without.
struct CurvePoint {
    double x = 0;
    Estimate y;
    int shape = 0;        // of the mark; shapes repeat after the sixth
    bool ringed = false;  // behind it more no longer pays
    std::string words;    // plain text: the numbers, for whoever points at it
};

/// Points joined in their order. Curves are told apart by colour, by dashes and by name.
struct Curve {
    std::string label;  // plain text, short enough for a phone
    std::string style;  // policy_class
    int dash = 0;       // patterns repeat after the fifth
    std::vector<CurvePoint> points;
};

struct CurveChart {
    std::string id;  // unique on the page
    std::string title;
    std::string x_label;
    double ideal_slope = 1;  // of the ideal line, from the origin to the greatest x
    std::vector<Curve> curves;
    std::vector<std::string> shapes;  // what each shape stands for; empty: each curve has its own
};

/// Inline SVG as wide as its container, both axes linear and from 0, so that the ideal is a straight line and
/// a curve's distance from it is read as it is. "" without any point.
std::string curve_chart(const CurveChart& chart);

}  // namespace accelbench::reports
