#include "reports/html/curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "reports/html/chart.h"
#include "reports/html/curve_marks.h"
#include "reports/html/parts.h"

namespace accelbench::reports {
namespace {

constexpr int top_space = 16, plot_height = 320, axis_height = 56;
constexpr int bottom = top_space + plot_height;

/// Where values lie: per cent across, so that marks and text keep their size on a phone, and pixels down.
struct Frame {
    double right = 1;  // greatest x
    Axis up;
    double across(double x) const { return 9 + 88 * x / right; }
    double down(double y) const { return bottom - plot_height * y / up.top; }
};

Frame frame_of(const CurveChart& chart) {
    double right = 0, highest = 0;
    for (const Curve& curve : chart.curves)
        for (const CurvePoint& point : curve.points) {
            right = std::max(right, point.x);
            highest = std::max({highest, point.y.value, point.y.n < 2 ? 0 : point.y.high});
        }
    if (!(right > 0)) return {0, {}};
    return {right, axis_for(std::max(highest, chart.ideal_slope * right))};
}

std::string rows_up(const Frame& frame) {
    std::string svg;
    for (int i = 0; i * frame.up.step <= frame.up.top * 1.0001; ++i)
        svg += fmt::format(
            "<line class=\"grid\" x1=\"9%\" x2=\"97%\" y1=\"{0:.1f}\" y2=\"{0:.1f}\"/>"
            "<text class=\"tick\" x=\"8%\" y=\"{1:.1f}\" text-anchor=\"end\">{2}x</text>\n",
            frame.down(i * frame.up.step), frame.down(i * frame.up.step) + 4,
            tick_text(i * frame.up.step, frame.up.step));
    return svg;
}

/// Ticks at what was measured. From the right: of 1, 2, ..., 256 the small ones stand too close for a label.
std::string ticks_across(const CurveChart& chart, const Frame& frame) {
    std::set<double, std::greater<>> sizes;
    for (const Curve& curve : chart.curves)
        for (const CurvePoint& point : curve.points) sizes.insert(point.x);
    std::string svg;
    double last = 200;
    for (const double size : sizes) {
        const double x = frame.across(size);
        if (last - x < 8) continue;
        last = x;
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1}\" y2=\"{2}\"/>"
            "<text class=\"tick\" x=\"{0:.2f}%\" y=\"{3}\" text-anchor=\"middle\">{4:.0f}</text>\n",
            x, top_space, bottom, bottom + 18, size);
    }
    return svg + fmt::format("<text class=\"axis\" x=\"53%\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                             bottom + 42, escape(chart.x_label));
}

std::string ideal_line(const CurveChart& chart, const Frame& frame) {
    return fmt::format("<line class=\"ideal\" x1=\"{:.2f}%\" y1=\"{:.1f}\" x2=\"{:.2f}%\" y2=\"{:.1f}\"/>\n",
                       frame.across(0), frame.down(0), frame.across(frame.right),
                       frame.down(chart.ideal_slope * frame.right));
}

std::string point_marks(const std::string& id, const CurvePoint& point, const Frame& frame) {
    const double x = frame.across(point.x);
    std::string svg = fmt::format("<g class=\"point\"><title>{}</title>", escape(point.words));
    if (point.y.n > 1 && std::isfinite(point.y.low)) {
        svg += fmt::format(
            "<line class=\"whisker\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>", x,
            frame.down(point.y.low), frame.down(point.y.high));
        for (const double end : {point.y.low, point.y.high})
            svg += use_mark(id, "cap", "whisker", x, frame.down(end));
    }
    svg += use_mark(id, shape_mark(point.shape), "spot", x, frame.down(point.y.value));
    if (point.ringed) svg += use_mark(id, "ring", "ring", x, frame.down(point.y.value));
    return svg + "</g>\n";
}

std::string curve_marks(const std::string& id, const Curve& curve, const Frame& frame) {
    std::string svg = fmt::format("<g class=\"curve {}\">\n", curve.style);
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
        const CurvePoint &from = curve.points[i - 1], &to = curve.points[i];
        svg += fmt::format(
            "<line class=\"join\" stroke-dasharray=\"{}\" x1=\"{:.2f}%\" y1=\"{:.1f}\" "
            "x2=\"{:.2f}%\" y2=\"{:.1f}\"/>\n",
            dash_pattern(curve), frame.across(from.x), frame.down(from.y.value), frame.across(to.x),
            frame.down(to.y.value));
    }
    for (const CurvePoint& point : curve.points) svg += point_marks(id, point, frame);
    return svg + "</g>\n";
}

std::string described(const CurveChart& chart) {
    std::string text;
    for (const Curve& curve : chart.curves)
        for (const CurvePoint& point : curve.points) text += point.words + ". ";
    return text;
}

}  // namespace

std::string curve_chart(const CurveChart& chart) {
    const Frame frame = frame_of(chart);
    if (!(frame.right > 0)) return "";
    const CurveLegend legend = curve_legend(chart, bottom + axis_height);
    std::string svg = fmt::format(
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{0}-title {0}-text\" width=\"100%\" "
        "height=\"{1}\">\n<title id=\"{0}-title\">{2}</title>\n<desc id=\"{0}-text\">{3}</desc>\n",
        chart.id, legend.bottom, escape(chart.title), escape(described(chart)));
    svg +=
        mark_definitions(chart.id) + rows_up(frame) + ticks_across(chart, frame) + ideal_line(chart, frame);
    for (const Curve& curve : chart.curves) svg += curve_marks(chart.id, curve, frame);
    return svg + legend.svg + "</svg>\n";
}

}  // namespace accelbench::reports
