#pragma once

#include <string>
#include <vector>

namespace accelbench::reports {

/// An axis from 0 whose highest tick lies at or above `highest`, with 4 to 8 round steps; highest > 0.
struct Axis {
    double top = 1;
    double step = 1;
};
Axis axis_for(double highest);

/// A tick with as many decimals as the step needs: "0.00" at each tick of a 5 us step would tell nothing.
std::string tick_text(double value, double step);

/// One row of the chart: raw points, and over them median and interval when there are any.
struct ChartRow {
    std::string label;  // plain text, above the row
    std::string style;  // policy_class
    std::vector<double> values;
    double median = 0;
    double low = 0;
    double high = 0;
    bool has_interval = false;
};

/// Inline SVG as wide as its container: places are per cent, so that text and points keep their size on a
/// phone.
std::string point_chart(const std::string& title, const std::string& axis_label,
                        const std::vector<ChartRow>& rows);

}  // namespace accelbench::reports
