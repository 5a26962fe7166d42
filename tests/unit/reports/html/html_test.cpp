#include "reports/html/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reports/html/chart.h"
#include "reports/html/parts.h"
#include "reports/words/derive.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Escape, LeavesNoMarkupAndNoWayOutOfAnAttribute) {
    EXPECT_EQ(escape("<a href=\"x\">&'</script>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/script&gt;");
    EXPECT_EQ(escape(std::string("a\x01\x1b[31m", 7)), "a\\u0001\\u001b[31m");
    // A mark of direction shows one name as another on a page too.
    EXPECT_EQ(escape("\u202eRTL <\xff>"), "\\u202eRTL &lt;\\xff&gt;");
}

TEST(Html, EscapesTextOfUsersAndSystemsWhereverItStands) {
    Document document = samples::one_node();
    const std::string evil = "<b id=evil>\"'</b></script>";
    document.machine.hostname = document.machine.processor = document.machine.source = evil;
    document.machine.devices[0].name = evil;
    document.environment.kernel = document.environment.mempolicy = document.environment.versions = evil;
    document.argv.push_back(evil);
    document.ended = document.created = document.launcher = document.accelbench_version = evil;
    for (Cell& cell : document.cells) {
        cell.parameters[4].second = cell.item = evil;
        cell.command.push_back(evil);
        cell.phases[1].phase = evil;
        if (!cell.skip.empty()) cell.skip = evil;
        if (cell.policy == "baseline") cell.policy = evil;
    }
    for (Trial& trial : document.trials) {
        if (!trial.reason.empty()) trial.reason = evil;
        for (RankFacts& rank : trial.ranks) rank.cpus_allowed = rank.verified_by = evil;
    }
    derive(document);
    const std::string html = render_html(document);
    EXPECT_THAT(html, HasSubstr("&lt;b id=evil&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<b id")));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("</script")));
}

TEST(Html, NamesNothingThatABrowserWouldLoad) {
    const std::string html = render_html(samples::two_nodes());
    for (const char* loads : {"http:", "https:", "src=", "url(", "@import", "<script", "<iframe", "<object"})
        EXPECT_THAT(html, Not(HasSubstr(loads)));
}

TEST(Html, TellsTheVerdictBeforeAnyTable) {
    const std::string html = render_html(samples::two_nodes());
    const auto verdict = html.find("remote is slower than local");
    ASSERT_NE(verdict, std::string::npos);
    EXPECT_LT(verdict, html.find("<table"));
}

TEST(Html, SaysThatACellWithDivergingLossesIsNotCompared) {
    Document document = samples::two_nodes();
    document.trials[3].losses[2] += 1e-9;
    derive(document);
    EXPECT_THAT(render_html(document), HasSubstr("remote 1 x 2 x 4: losses diverge from local at step 2"));
}

TEST(Html, NamesTheMachineOfEachRankWhereThereAreSeveral) {
    Document document = samples::two_nodes();
    EXPECT_THAT(render_html(document), Not(HasSubstr("Machines (last launch)")));
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks) rank.host = rank.rank == 0 ? "node-1" : "<b>";
    EXPECT_THAT(render_html(document), HasSubstr("node-1: rank 0; &lt;b&gt;: rank 1"));
}

// A reader who scrolls past a note at the end would take emulated times for the server's.
TEST(Html, OfAnEmulatedMachineSaysSoFirstAndJudgesNothing) {
    const std::string html = render_html(samples::emulated());
    const auto banner = html.find("role=\"note\" aria-label=\"Emulated machine\"");
    ASSERT_NE(banner, std::string::npos);
    EXPECT_LT(banner, html.find("<h1>"));
    EXPECT_THAT(html, HasSubstr("emulated (numa-lab, tcg): placement is verified here, times mean nothing"));
    EXPECT_THAT(html, HasSubstr("No policy is judged."));
    EXPECT_THAT(html, HasSubstr("not judged: emulated"));
    for (const char* judges :
         {"slower than", "x</strong>", "x</span>", "Which phases cost most", "its ratio to the same"})
        EXPECT_THAT(html, Not(HasSubstr(judges)));
}

// "1.57 ms more a step" stood beside 0.999x.
TEST(Html, NamesTheRowThatPaysOnlyUnderAVerdict) {
    Document document = samples::two_nodes();
    const auto pays = [&](const std::string& policy) {
        const std::string html = render_html(document);
        const auto at = html.find("Which phases cost most");
        return at != std::string::npos && html.find("<li><strong>" + policy, at) != std::string::npos;
    };
    ASSERT_TRUE(pays("remote"));
    EXPECT_FALSE(pays("baseline")) << "same, or inconclusive";
    for (Comparison& comparison : document.comparisons) comparison.verdict = Verdict::inconclusive;
    EXPECT_FALSE(pays("remote"));
    for (Comparison& comparison : document.comparisons) comparison.verdict = Verdict::faster;
    EXPECT_FALSE(pays("remote")) << "its phases don't go the verdict's way";
}

TEST(Html, OfARealMachineSaysNothingOfEmulation) {
    const std::string html = render_html(samples::two_nodes());
    EXPECT_THAT(html, Not(HasSubstr("role=\"note\"")));
    EXPECT_THAT(html, Not(HasSubstr("No policy is judged")));
}

TEST(Html, ShowsWhatTheFirmwareClaimsOfMemoryAndADashWhereItClaimsNothing) {
    Document document = samples::two_nodes();
    EXPECT_THAT(render_html(document), Not(HasSubstr("HMAT")));
    document.machine.memory_performance = {
        {1, 0, topology::CpuSet{0, 1}, 140, std::nullopt, std::uint64_t{100} << 30, std::uint64_t{50} << 30},
        {0, -1, topology::CpuSet{0, 5}, 90, std::nullopt, std::nullopt, std::nullopt}};
    const std::string html = render_html(document);
    EXPECT_THAT(html, HasSubstr("Memory performance, as the firmware reports it (HMAT)"));
    EXPECT_THAT(html, HasSubstr("node 1</th><td>node 0</td><td>0-1</td><td class=\"number\">140</td><td "
                                "class=\"number\">100 GiB/s</td><td class=\"number\">50.0 GiB/s</td>"));
    EXPECT_THAT(html,
                HasSubstr("<td>-</td><td>0,5</td><td class=\"number\">90</td><td class=\"number\">-</td>"));
}

TEST(Html, StandsWithoutCellsLaunchesOrAMatrix) {
    Document document = samples::minimal();
    document.machine.distances.clear();
    const std::string html = render_html(document);
    EXPECT_THAT(html, HasSubstr("No cell was planned or measured."));
    EXPECT_THAT(html, HasSubstr("The machine reports no distance matrix."));
    EXPECT_THAT(html, Not(HasSubstr("<svg")));
}

TEST(Html, OneLaunchHasNoInterval) {
    const std::string html = render_html(samples::one_launch());
    EXPECT_THAT(html, HasSubstr("no interval"));
    EXPECT_THAT(html, Not(HasSubstr("class=\"interval\"")));
}

// A tick label that rounds (0.25 as "0.2") would shift every reading.
TEST(Chart, AxisStartsAtZeroAndEndsOnARoundStepAtOrAboveTheData) {
    for (const double highest : {0.003, 0.7, 1.0, 1.01, 9.99, 43.1, 62.9, 99.9, 100.0, 812.0, 123456.0}) {
        const Axis axis = axis_for(highest);
        EXPECT_GE(axis.top, highest);
        EXPECT_LE(axis.top, 2.5 * highest);
        const double steps = axis.top / axis.step;
        EXPECT_NEAR(steps, std::round(steps), 1e-9);
        EXPECT_GE(steps, 3.5);
        EXPECT_LE(steps, 8.5);
    }
}

TEST(Chart, TicksHaveTheDecimalsThatTheirStepNeeds) {
    const std::string svg = point_chart("t", "ms", {{"null", "p0", {0.004}, 0.004, 0, 0, false}});
    for (const char* tick : {">0.0000<", ">0.0005<", ">0.0040<"}) EXPECT_THAT(svg, HasSubstr(tick));
    EXPECT_THAT(point_chart("t", "ms", {{"gpt", "p0", {62}, 62, 0, 0, false}}), HasSubstr(">70<"));
}

TEST(Chart, DrawsEveryLaunch) {
    const std::string svg = point_chart("t", "ms", {{"local", "p0", {1, 2, 2, 4}, 2, 1, 4, true}});
    std::size_t points = 0;
    for (auto at = svg.find("<circle"); at != std::string::npos; at = svg.find("<circle", at + 1)) ++points;
    EXPECT_EQ(points, 4U);
    EXPECT_EQ(point_chart("t", "ms", {}), "");
}

}  // namespace
}  // namespace accelbench::reports
