#include "reports/html/curve_marks.h"

#include <fmt/format.h>

#include <array>

#include "reports/html/parts.h"

namespace accelbench::reports {
namespace {

constexpr int row_height = 22;

constexpr std::array<const char*, 6> shapes{"M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
                                            "M-4.5-4.5h9v9h-9z",
                                            "M0-6L5.5 4.5h-11z",
                                            "M0-6L6 0 0 6-6 0z",
                                            "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
                                            "M0 6L5.5-4.5h-11z"};
constexpr std::array<const char*, 5> dashes{"none", "8 4", "2 4", "12 4 2 4", "5 2"};

/// Lines of the legend, each a sample and its name, below the axis: inside the plot they would hide points.
class Rows {
  public:
    Rows(const std::string& id, int top) : id_(id), top_(top) {}
    void add_line(const std::string& name, const std::string& style, const std::string& line,
                  const std::string& mark) {
        const int y = next_row();
        svg_ += fmt::format("<g class=\"{}\"><line {} x1=\"1%\" x2=\"7%\" y1=\"{}\" y2=\"{}\"/>", style, line,
                            y, y);
        if (!mark.empty()) svg_ += use_mark(id_, mark, "spot", 4, y);
        svg_ += "</g>" + text(name, y);
    }
    void add_mark(const std::string& name, const std::string& mark, const std::string& style) {
        const int y = next_row();
        svg_ += use_mark(id_, mark, style, 4, y) + text(name, y);
    }
    const std::string& svg() const { return svg_; }
    int bottom_edge() const { return top_ + rows_ * row_height; }

  private:
    int next_row() { return top_ + row_height / 2 + rows_++ * row_height; }
    static std::string text(const std::string& name, int y) {
        return fmt::format("<text x=\"9%\" y=\"{}\">{}</text>\n", y + 4, escape(name));
    }
    std::string id_;
    int top_;
    std::string svg_;
    int rows_ = 0;
};

}  // namespace

std::string use_mark(const std::string& id, const std::string& name, const std::string& style, double x,
                     double y) {
    return fmt::format("<use class=\"{}\" href=\"#{}-{}\" x=\"{:.2f}%\" y=\"{:.1f}\"/>", style, id, name, x,
                       y);
}

std::string shape_mark(int shape) { return fmt::format("shape-{}", shape % static_cast<int>(shapes.size())); }

const char* dash_pattern(const Curve& curve) {
    return dashes[static_cast<std::size_t>(curve.dash) % dashes.size()];
}

std::string mark_definitions(const std::string& id) {
    std::string svg = fmt::format(
        "<defs><path id=\"{0}-cap\" d=\"M-4 0h8\"/><path id=\"{0}-ring\" d=\"M-10 0a10 10 0 1 0 20 0a10 10 0 "
        "1 0-20 0z\"/>",
        id);
    for (std::size_t i = 0; i < shapes.size(); ++i)
        svg += fmt::format("<path id=\"{}-shape-{}\" d=\"{}\"/>", id, i, shapes[i]);
    return svg + "</defs>\n";
}

CurveLegend curve_legend(const CurveChart& chart, int top) {
    Rows legend(chart.id, top);
    bool rings = false;
    for (const Curve& curve : chart.curves) {
        const std::string mark =
            chart.shapes.empty() && !curve.points.empty() ? shape_mark(curve.points.back().shape) : "";
        legend.add_line(curve.label, "curve " + curve.style,
                        fmt::format("class=\"join\" stroke-dasharray=\"{}\"", dash_pattern(curve)), mark);
        for (const CurvePoint& point : curve.points) rings = rings || point.ringed;
    }
    for (std::size_t i = 0; i < chart.shapes.size(); ++i)
        legend.add_mark(chart.shapes[i], shape_mark(static_cast<int>(i)), "plain-spot");
    legend.add_line("the ideal", "", "class=\"ideal\"", "");
    if (rings) legend.add_mark("behind it more no longer pays", "ring", "ring");
    return {legend.svg(), legend.bottom_edge()};
}

}  // namespace accelbench::reports
