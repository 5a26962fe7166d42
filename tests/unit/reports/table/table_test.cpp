#include "reports/table/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "reports/html/html.h"
#include "reports/text/columns.h"
#include "reports/words/derive.h"
#include "sample_counters.h"
#include "sample_document.h"
#include "sample_pages.h"
#include "sample_rotation.h"
#include "sample_scaling.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// On one node every policy is the same memory: a table of "same" would look like an answer.
TEST(Table, OfAMachineOfOneNodeSaysThatNumaCostsNothingThatCouldBeShown) {
    const auto says = HasSubstr("one NUMA node, so the cost of NUMA can't be measured here. scripts/numa-lab");
    Document document = samples::one_node();
    EXPECT_THAT(render_table(document), says);
    EXPECT_THAT(render_html(document), HasSubstr("the cost of NUMA can&#39;t be measured here"));
    EXPECT_THAT(render_table(samples::two_nodes()), Not(says));
    EXPECT_THAT(render_table(samples::emulated()), Not(says)) << "it has a sentence of its own";
    document.machine.nodes.push_back({1, {}, 0, topology::MemoryKind::none});
    EXPECT_THAT(render_table(document), says) << "a node without memory is no other";
    document.hosts.emplace_back();
    document.hosts.back().facts.emplace().machine = samples::two_nodes().machine;
    EXPECT_THAT(render_table(document), Not(says)) << "one of its machines has two";
}

TEST(Table, CellsFitIntoAHundredColumns) {
    for (const Document& document : {samples::two_nodes(), samples::sixty_four_cells(), samples::scaling()}) {
        std::istringstream lines(render_table(document));
        for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
    }
}

TEST(Table, MarksOversubscribedCellsAndExplainsTheMark) {
    Document document = samples::two_nodes();
    EXPECT_THAT(render_table(document), Not(HasSubstr("oversubscribed")));
    document.cells[0].oversubscribed = true;
    EXPECT_THAT(render_table(document), HasSubstr("1 x 2 x 4*"));
    EXPECT_THAT(render_table(document), HasSubstr("* oversubscribed: more threads than cores"));
}

TEST(Table, SaysWhereLossesPart) {
    Document document = samples::two_nodes();
    document.trials[3].losses[2] += 1e-9;
    derive(document);
    const std::string table = render_table(document);
    EXPECT_THAT(
        table,
        HasSubstr("losses bit-identical across policies: NO\n  remote 1 x 2 x 4: losses diverge from local"));
    EXPECT_THAT(table, HasSubstr("losses differ"));
}

TEST(Table, OfAnEmulatedMachineStillFailsCellsWhoseLossesDiffer) {
    Document document = samples::emulated();
    document.trials[3].losses[2] += 1e-9;
    derive(document);
    EXPECT_THAT(render_table(document), HasSubstr("losses bit-identical across policies: NO"));
    EXPECT_THAT(render_table(document), HasSubstr("losses differ"));
}

TEST(Table, SaysThatThereIsNoLocalCell) {
    Document document = samples::two_nodes();
    document.cells[1].skip = "no memory on node 0";
    derive(document);
    EXPECT_THAT(render_table(document), HasSubstr("no local cell to compare with"));
}

// Two presets in one sweep would otherwise be two rows with the same name.
TEST(Table, NamesParametersThatVary) {
    Document document = samples::two_nodes();
    EXPECT_THAT(render_table(document), Not(HasSubstr("preset")));
    document.cells[0].parameters[0].second = "tiny";
    EXPECT_THAT(render_table(document), HasSubstr("preset=tiny"));
}

TEST(Columns, CountCharactersAndNotBytes) {
    const std::string text =
        lay_out_columns({{"host"}, {"n", Align::right}}, {{"m\xC3\xBCller", "1"}, {"miller", "2"}});
    EXPECT_EQ(text, "host    n\nm\xC3\xBCller  1\nmiller  2\n");
}

}  // namespace
}  // namespace accelbench::reports
