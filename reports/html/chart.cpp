#include "reports/html/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html/parts.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"
#include "topology/base/whole.h"

namespace accelbench::reports {
namespace {

constexpr int row_height = 52, top_space = 8, axis_height = 48;

/// Shares of the width in per cent, a little inside both edges so that points at the edge are whole.
double place(double value, const Axis& axis) { return 1 + 97 * value / axis.top; }

std::string axis_marks(const Axis& axis, int bottom, const std::string& label) {
    std::string svg;
    for (int i = 0; i * axis.step <= axis.top * 1.0001; ++i) {
        const double x = place(i * axis.step, axis);
        const char* anchor = i == 0 ? "start" : (i + 1) * axis.step > axis.top * 1.0001 ? "end"
                                                                                        : "middle";
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1}\" y2=\"{2}\"/>"
            "<text class=\"tick\" x=\"{0:.2f}%\" y=\"{3}\" text-anchor=\"{4}\">{5}</text>\n",
            x, top_space, bottom, bottom + 18, anchor, tick_text(i * axis.step, axis.step));
    }
    return svg + fmt::format("<text class=\"axis\" x=\"50%\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                             bottom + 40, escape(label));
}

std::string row_marks(const ChartRow& row, const Axis& axis, int top) {
    const int middle = top + 34;
    std::string svg = fmt::format("<text class=\"label\" x=\"1%\" y=\"{}\">{}</text>\n<g class=\"{}\">",
                                  top + 18, escape(row.label), row.style);
    for (std::size_t i = 0; i < row.values.size();
         ++i)  // spread a little so that equal launches stay countable
        svg += fmt::format("<circle cx=\"{:.2f}%\" cy=\"{}\" r=\"3.5\"/>", place(row.values[i], axis),
                           middle - 4 + static_cast<int>(i % 3) * 4);
    if (row.has_interval)
        svg += fmt::format("<line class=\"interval\" x1=\"{0:.2f}%\" x2=\"{1:.2f}%\" y1=\"{2}\" y2=\"{2}\"/>",
                           place(row.low, axis), place(row.high, axis), middle + 11);
    svg += fmt::format("<line class=\"median\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1}\" y2=\"{2}\"/>",
                       place(row.median, axis), middle - 10, middle + 15);
    return svg + "</g>\n";
}

std::string described(const std::vector<ChartRow>& rows) {
    std::string text;
    for (const ChartRow& row : rows)
        text += fmt::format("{}: {} ms median of {}. ", row.label, milliseconds_text(row.median / 1e3),
                            plural(row.values.size(), "launch", "launches"));
    return text;
}

}  // namespace

Axis axis_for(double highest) {
    if (!std::isfinite(highest) || highest < 1e-300) highest = 1;  // a document may hold any number
    const double power = std::pow(10.0, std::floor(std::log10(highest)));
    for (const double factor : {0.1, 0.2, 0.5, 1.0, 2.0}) {
        const double step = factor * power;
        const double steps = std::ceil(highest / step - 1e-9);
        if (steps <= 8) return {steps * step, step};
    }
    return {10 * power, 2 * power};
}

std::string tick_text(double value, double step) {
    const double decimals = std::ceil(-std::log10(step) - 1e-9);
    return fmt::format("{:.{}f}", value, std::clamp(topology::whole<int>(decimals), 0, 17));
}

std::string point_chart(const std::string& title, const std::string& axis_label,
                        const std::vector<ChartRow>& rows) {
    double highest = 0;
    for (const ChartRow& row : rows)
        for (const double value : row.values) highest = std::max(highest, value);
    if (!(highest > 0)) return "";
    const Axis axis = axis_for(highest);
    const int bottom = top_space + row_height * static_cast<int>(rows.size());
    std::string svg = fmt::format(
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-title chart-text\" "
        "width=\"100%\" height=\"{}\">\n<title id=\"chart-title\">{}</title>\n"
        "<desc id=\"chart-text\">{}</desc>\n",
        bottom + axis_height, escape(title), escape(described(rows)));
    svg += axis_marks(axis, bottom, axis_label);
    int top = top_space;
    for (const ChartRow& row : rows) {
        svg += row_marks(row, axis, top);
        top += row_height;
    }
    return svg + "</svg>\n";
}

}  // namespace accelbench::reports
