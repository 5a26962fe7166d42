#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/curve.h"
#include "reports/html/html.h"
#include "sample_document.h"
#include "sample_scaling.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

CurveChart two_points() {
    return {"c",
            "t",
            "processes",
            1,
            {{"local", "p0", 0, {{1, {1, 1, 1, 1}, 0, false, "a"}, {4, {2, 1.5, 3, 12}, 0, false, "b"}}}},
            {}};
}

// Across: 9 % is 0 processes and 97 % the most, 4. Down: the plot is 320 high and ends at 4x.
TEST(CurveChart, PlacesValuesOnAxesThatStartAtZero) {
    const std::string svg = curve_chart(two_points());
    EXPECT_THAT(svg,
                HasSubstr("<line class=\"ideal\" x1=\"9.00%\" y1=\"336.0\" x2=\"97.00%\" y2=\"16.0\"/>"));
    EXPECT_THAT(svg, HasSubstr("x1=\"31.00%\" y1=\"256.0\" x2=\"97.00%\" y2=\"176.0\"/>"));
    EXPECT_THAT(svg,
                HasSubstr("<line class=\"whisker\" x1=\"97.00%\" x2=\"97.00%\" y1=\"216.0\" y2=\"96.0\"/>"));
}

TEST(CurveChart, AWhiskerNeedsAnIntervalAndARingAKnee) {
    CurveChart chart = two_points();
    EXPECT_EQ(count(curve_chart(chart), "<line class=\"whisker\""), 1U);
    EXPECT_EQ(count(curve_chart(chart), "class=\"ring\""), 0U);
    chart.curves[0].points[0].ringed = true;
    EXPECT_EQ(count(curve_chart(chart), "class=\"ring\""), 2U) << "at the point, and in the legend";
    EXPECT_THAT(curve_chart(chart), HasSubstr("behind it more no longer pays"));
}

// 1, 2, 4 of 256 stand within a few pixels: their labels would lie on each other.
TEST(CurveChart, LeavesOutTickLabelsThatWouldOverlap) {
    CurveChart chart = two_points();
    chart.curves[0].points = {{1, {1, 1, 1, 1}, 0, false, "a"},
                              {2, {2, 2, 2, 1}, 0, false, "b"},
                              {256, {9, 9, 9, 1}, 0, false, "c"}};
    const std::string svg = curve_chart(chart);
    EXPECT_THAT(svg, HasSubstr(">256</text>"));
    EXPECT_THAT(svg, HasSubstr(">2</text>"));
    EXPECT_THAT(svg, Not(HasSubstr(">1</text>")));
}

TEST(CurveChart, IsNothingWithoutAPoint) { EXPECT_EQ(curve_chart({}), ""); }

TEST(HtmlScaling, DrawsALineForEachPolicyAndNumberOfMachines) {
    const std::string html = render_html(samples::scaling());
    EXPECT_EQ(count(html, "<g class=\"point\">"), 14U);
    EXPECT_EQ(count(html, "<line class=\"join\" stroke-dasharray=\"none\" x1"), 5U + 2U)
        << "local, and its legend";
    for (const char* text : {"local on 1 machine<", "local on 2 machines<", "remote on 2 machines<",
                             "local 1 x 4 x 1: 3.20x [3.20 to 3.20] of 4x, 80 %, n = 12", "the ideal<",
                             "stops paying after 4 processes: 8 give 1.004x", "<strong>1.88x</strong>"})
        EXPECT_THAT(html, HasSubstr(text));
    EXPECT_EQ(count(html, "class=\"ring\" href"), 3U) << "both policies on 1 machine, and the legend";
}

// Lines by machines would be single points, and the page would show no curve at all.
TEST(HtmlScaling, JoinsMachinesWhereEachHasOneSize) {
    const std::string html =
        render_html(samples::scaling_document({{1, 1, 0.1}, {2, 2, 0.105}, {4, 4, 0.11}}));
    EXPECT_THAT(html, HasSubstr("local, 1 process per machine<"));
    EXPECT_THAT(html, HasSubstr(">4 machines<"));
    EXPECT_EQ(count(html, "<line class=\"join\" stroke-dasharray=\"none\" x1"), 2U + 1U);
}

TEST(HtmlScaling, SaysInWordsWhatIsInconclusive) {
    const std::string html = render_html(samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.2}}, 9));
    EXPECT_THAT(html, HasSubstr("inconclusive whether 2 processes pay"));
    EXPECT_THAT(html, Not(HasSubstr("class=\"ring\" href")));
}

TEST(HtmlScaling, IsAbsentWithOneSizeAndOfAnEmulatedMachine) {
    EXPECT_THAT(render_html(samples::scaling_document({{1, 2, 0.1}})), Not(HasSubstr("id=\"scaling\"")));
    Document document = samples::scaling();
    document.environment.emulation = "numa-lab, tcg";  // as damaged by hand: the document still has scaling
    EXPECT_THAT(render_html(document), Not(HasSubstr("id=\"scaling\"")));
}

}  // namespace
}  // namespace accelbench::reports
