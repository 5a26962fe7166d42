#include "reports/words/counters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "reports/html/html.h"
#include "reports/words/derive.h"
#include "sample_counters.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string section(const std::string& html, const std::string& id) {
    const auto start = html.find("<section id=\"" + id + "\"");
    return start == std::string::npos ? "" : html.substr(start, html.find("</section>", start) - start);
}

std::string counters(const Document& document) { return section(render_html(document), "counters"); }

TEST(HtmlCounters, CauseStandsBesideItsVerdict) {
    const std::string verdict = section(render_html(samples::counted()), "verdict");
    const auto why = verdict.find("remote is slower than local");
    const auto cause = verdict.find("optimizer phase 2.09x slower under remote");
    ASSERT_NE(cause, std::string::npos);
    EXPECT_LT(why, cause);
    EXPECT_LT(cause, verdict.find("</li>", why));
}

TEST(HtmlCounters, LocalRatioStandsBesideTheStepTime) {
    const std::string cells = section(render_html(samples::counted()), "cells");
    EXPECT_THAT(cells, HasSubstr("<th scope=\"col\" class=\"number\">Local DRAM reads</th>"));
    EXPECT_THAT(cells, HasSubstr("<td class=\"number\">12</td><td class=\"number\">3 %</td>"));
    EXPECT_THAT(section(render_html(samples::two_nodes()), "cells"), Not(HasSubstr("Local DRAM")));
}

TEST(HtmlCounters, PageOfASweepThatCountedNothingHasNoSection) {
    EXPECT_EQ(counters(samples::two_nodes()), "");
    EXPECT_NE(counters(samples::counted()), "");
}

TEST(HtmlCounters, FailedCalibrationShowsBothReadingsAndNoRatio) {
    const std::string html = counters(samples::miscalibrated());
    EXPECT_THAT(html,
                HasSubstr("local_dram_ratio</th><td class=\"number\">2 %</td><td class=\"number\">38 %</td>"
                          "<td>failed: unusable</td>"));
    EXPECT_THAT(html, HasSubstr("<li>Local DRAM reads: failed its calibration"));
    EXPECT_THAT(html, Not(HasSubstr("<th scope=\"col\" class=\"number\">Local DRAM reads</th>")));
}

TEST(HtmlCounters, WhatIsMissingIsGroupedByItsReason) {
    const std::string html = counters(samples::without_pmu());
    EXPECT_THAT(
        html,
        HasSubstr("<li>instructions, cycles, llc_misses, dram_reads_local, dram_reads_remote, dtlb_misses, "
                  "stalls_memory, memory_bytes, interconnect_bytes: no PMU in this virtual machine</li>"));
    EXPECT_THAT(html, HasSubstr("<td>not done: unusable</td>"));
    EXPECT_THAT(html, Not(HasSubstr("<th scope=\"row\">instructions</th><td class=\"number\">")));
}

TEST(HtmlCounters, EachCellsCountersStandByPhaseWithTheirUnitScopeAndSource) {
    const std::string html = counters(samples::counted());
    EXPECT_THAT(html, HasSubstr("<summary>remote 1 x 2 x 4</summary>"));
    EXPECT_THAT(html,
                HasSubstr("<caption>Counters of a step, remote 1 x 2 x 4: medians over launches</caption>"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"number\">optimizer</th>"));
    // 3.0e8 bytes of the optimizer are 4.69 M lines, of which 97 % are remote.
    EXPECT_THAT(html, HasSubstr("<td class=\"number\">4.55 M</td><td>-</td><td>rank</td>"
                                "<td class=\"number\">-</td><td>thread</td><td>papi</td>"));
    EXPECT_THAT(html, HasSubstr("<td class=\"number\">50 %</td><td>thread</td>"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">local_dram_ratio</th><td class=\"number\">3 %</td>"));
}

// Otherwise a part of the steps would pass for all of them.
TEST(HtmlCounters, PhasesThatWereReadInSomeStepsSaySo) {
    Document document = samples::counted();
    EXPECT_THAT(counters(document), Not(HasSubstr("counted separately in")));
    for (Trial& trial : document.trials) trial.ranks.back().phases_read_every = 3;
    EXPECT_THAT(counters(document), HasSubstr("counted separately in one step of 3"));
}

TEST(HtmlCounters, TrafficOfANodeStandsBesideItsShareAndTheRoof) {
    const std::string html = counters(samples::counted());
    EXPECT_THAT(html, HasSubstr("Node 0 (roof 42.0 GB/s)"));
    const Document document = samples::counted();
    double rate = 0;
    for (const DerivedMetric& metric : document.summaries[1].metrics)
        if (metric.name == "memory_bytes_per_second_node_1") rate = *metric.value;
    EXPECT_THAT(html, HasSubstr(metric_text(rate, "bytes/s") + " (" + metric_text(rate / 4.0e10, "1") + ")"));
}

TEST(HtmlCounters, ATableWithoutAnyMetricIsLeftOut) {
    Document document = samples::without_pmu();
    EXPECT_THAT(counters(document), HasSubstr("Metrics of each cell"));
    for (Calibration& calibration : document.counters->calibrations) calibration.usable = false;
    derive(document);
    EXPECT_THAT(counters(document), Not(HasSubstr("Metrics of each cell")));
}

TEST(HtmlCounters, GlossaryTellsFormulasAndWhatTheyLeaveOut) {
    const std::string html = counters(samples::counted());
    EXPECT_THAT(html, HasSubstr("dram_reads_local / (dram_reads_local + dram_reads_remote)"));
    EXPECT_THAT(html, HasSubstr("without writes and without reads that a cache served"));
    EXPECT_THAT(html, HasSubstr("LONGEST_LAT_CACHE:MISS"));
}

TEST(HtmlCounters, OfLargeSweepsAreFolded) {
    Document document = samples::sixty_four_cells();
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks) {
            samples::set_counter(rank, {"instructions", 100, {}, {}, 1, ""});
            samples::set_counter(rank, {"cycles", 80, {}, {}, 1, ""});
        }
    derive(document);
    const std::string html = counters(document);
    const auto fold = html.find("<details><summary>Metrics of all 64 cells</summary>");
    EXPECT_NE(fold, std::string::npos);
    EXPECT_LT(fold, html.find("<table"));
}

TEST(HtmlCounters, TextOfTheMachineIsEscaped) {
    Document document = samples::miscalibrated();
    const std::string evil = "<b id=evil>\"'</b></script>";
    CounterCatalogue& catalogue = *document.counters;
    catalogue.processor = catalogue.roof_reason = evil;
    for (CounterInfo& counter : catalogue.counters)
        counter.source = counter.scope = counter.leaves_out = counter.reference = counter.events[0] = evil;
    catalogue.counters.push_back({evil, evil, evil, {evil}, evil, evil, evil, evil});
    for (Calibration& calibration : catalogue.calibrations) calibration.reason = evil;
    catalogue.calibrations.push_back({evil, {}, {}, false, evil});
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks) {
            rank.counters.push_back({evil, 1, {}, {}, 1, ""});
            *samples::find_value(rank, "cycles") = {"cycles", std::nullopt, {}, {}, 1, evil};
        }
    for (Cell& cell : document.cells) cell.phases[4].phase = cell.item = evil;
    derive(document);
    const std::string html = render_html(document);
    EXPECT_THAT(html, HasSubstr("&lt;b id=evil&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<b id")));
    EXPECT_THAT(html, Not(HasSubstr("</script")));
}

TEST(CounterWords, NumbersKeepWhatRoundingWouldMakeZero) {
    EXPECT_EQ(counter_text(0.25, "1"), "0.25");
    EXPECT_EQ(counter_text(0, "1"), "0");
    EXPECT_EQ(counter_text(2, "1"), "2");
    EXPECT_EQ(counter_text(4.55e6, "1"), "4.55 M");
    EXPECT_EQ(counter_text(0, "seconds"), "0 s");
    EXPECT_EQ(counter_text(12.0 * (1 << 20), "bytes"), "12.0 MiB");
    EXPECT_EQ(counter_text(1.5, "joules"), "1.50 J");
    EXPECT_EQ(metric_text(0.97, "1"), "97 %");
    EXPECT_EQ(metric_text(4.21e9, "bytes/s"), "4.21 GB/s");
    EXPECT_EQ(metric_text(1.372, "instructions/cycle"), "1.37");
}

}  // namespace
}  // namespace accelbench::reports
