#include "reports/words/links.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Link link(const std::string& from, const std::string& to, double latency, double bandwidth,
          double spread = 0.05) {
    return {from,
            to,
            {latency, latency * (1 - spread), latency * (1 + spread), 200},
            {bandwidth, bandwidth * (1 - spread), bandwidth * (1 + spread), 10},
            1};
}

Document with(std::vector<Link> links) {
    Document document = samples::minimal();
    document.links = std::move(links);
    return document;
}

TEST(Links, OneSlowLinkIsNamedWithBothValues) {
    const auto document =
        with({link("a", "b", 50e-6, 120e6), link("a", "c", 52e-6, 118e6), link("b", "c", 51e-6, 30e6)});
    EXPECT_THAT(links_in_words(document),
                ElementsAre("slow link: b to c carries 30.0 MB/s, 3.93 times less than "
                            "the slowest of the others (118 MB/s)"));
}

// Three slow links of one machine are one finding: its cable.
TEST(Links, AMachineWhoseLinksAreAllSlowIsNamed) {
    const auto document =
        with({link("a", "b", 50e-6, 120e6), link("a", "c", 500e-6, 119e6), link("b", "c", 510e-6, 121e6)});
    EXPECT_THAT(
        links_in_words(document),
        ElementsAre("slow machine: no link of c takes less than 500 us, 10.00 times the latency of the "
                    "slowest of the others (50.0 us)"));
}

TEST(Links, NoiseIsNoFinding) {
    const auto document = with({link("a", "b", 50e-6, 120e6, 0.6), link("a", "c", 85e-6, 70e6, 0.6),
                                link("b", "c", 50e-6, 118e6, 0.6)});
    EXPECT_THAT(links_in_words(document), ElementsAre("no link stands out"));
}

TEST(Links, OneLinkHasNothingToBeComparedWith) {
    const auto document = with({link("a", "b", 50e-6, 120e6)});
    EXPECT_THAT(links_in_words(document), IsEmpty());
    EXPECT_THAT(render_table(document),
                HasSubstr("links between machines (ping-pong by pairs of machines, one"));
    EXPECT_THAT(render_table(document), HasSubstr("50.0 us"));
}

TEST(Links, OfAnEmulatedMachineAreNotJudged) {
    auto document = with({link("a", "b", 50e-6, 120e6), link("a", "c", 50e-6, 1e6)});
    document.environment.emulation = "tcg";
    EXPECT_THAT(links_in_words(document), IsEmpty());
}

// A table without links must not look like a table of one machine.
TEST(Links, ThatCouldNotBeMeasuredSayWhy) {
    auto document = with({});
    EXPECT_THAT(render_table(document), Not(HasSubstr("links between machines")));
    EXPECT_THAT(render_html(document), Not(HasSubstr("Links between machines")));
    document.links_reason = "<b> does not answer";
    EXPECT_THAT(render_table(document),
                HasSubstr("links between machines:\n  not measured: <b> does not answer"));
    EXPECT_THAT(render_html(document), HasSubstr("not measured: &lt;b&gt; does not answer"));
}

TEST(Links, OfManyMachinesTheSlowestAreListedAndAllAreCounted) {
    std::vector<Link> links;
    for (int i = 0; i < 40; ++i) links.push_back(link("a", fmt::format("n{}", i), 50e-6, 1e8 + 1e6 * i));
    for (Link& one : links) one.side_by_side = 4;
    std::swap(links.front(), links.back());
    const auto document = with(links);
    EXPECT_EQ(links_to_list(document).size(), most_listed);
    EXPECT_EQ(links_to_list(document).front().to, "n0");
    EXPECT_EQ(links_caption(document),
              "ping-pong by pairs of machines, up to 4 pairs at once; the 28 slowest of 40, "
              "all are in result.json");
}

TEST(Links, StandInThePageWithTheirSpread) {
    const std::string html = render_html(with({link("a", "<b>", 50e-6, 120e6)}));
    EXPECT_THAT(html, HasSubstr("a - &lt;b&gt;"));
    EXPECT_THAT(html, HasSubstr("47.5 us to 52.5 us"));
    EXPECT_THAT(html, HasSubstr("114 MB/s to 126 MB/s"));
}

TEST(Links, ComeBackFromTheDocumentAsTheyWere) {
    auto document = with({link("a", "b", 50e-6, 120e6)});
    document.links_reason = "5 of 6 pairs were left out";
    const auto again = document_from_text(document_to_text(document), "it");
    ASSERT_EQ(again.links.size(), 1U);
    EXPECT_EQ(again.links[0].to, "b");
    EXPECT_EQ(again.links[0].latency_seconds.low, 50e-6 * 0.95);
    EXPECT_EQ(again.links[0].bandwidth_bytes_per_second.n, 10);
    EXPECT_EQ(again.links_reason, document.links_reason);
}

}  // namespace
}  // namespace accelbench::reports
