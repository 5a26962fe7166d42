#include "reports/json/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/json/records.h"
#include "reports/table/table.h"
#include "sample_document.h"
#include "topology/base/failure.h"

namespace accelbench::reports {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string complaint(const std::function<void()>& act) {
    try {
        act();
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.exit_code(), 2);
        return failure.what();
    }
    return "no Failure was thrown";
}

std::string complaint_about(const std::string& text) {
    return complaint([&] { document_from_text(text, "result.json"); });
}

TEST(Document, SurvivesWritingAndReadingToTheLastBit) {
    for (const Document& document : {samples::two_nodes(), samples::one_node(), samples::minimal()}) {
        const std::string text = document_to_text(document);
        EXPECT_EQ(document_to_text(document_from_text(text, "sample")), text);
        EXPECT_EQ(render_table(document_from_text(text, "sample")), render_table(document));
    }
    const Document document = samples::two_nodes();
    const Document again = document_from_text(document_to_text(document), "sample");
    EXPECT_EQ(again.trials[5].step_seconds, document.trials[5].step_seconds);
    EXPECT_EQ(again.trials[5].losses, document.trials[5].losses);
    EXPECT_EQ(again.trials[5].ranks[1].step_seconds, document.trials[5].ranks[1].step_seconds);
    EXPECT_EQ(again.cells[3].parameters, document.cells[3].parameters);
    EXPECT_EQ(again.cells[3].placement[1].memory, document.cells[3].placement[1].memory);
    EXPECT_EQ(again.machine.distances, document.machine.distances);
}

TEST(Document, KeepsWhatOnlyBusyMachinesHave) {
    Document document = samples::two_nodes();
    document.trials[0].ranks[1].cpu_wait_share = 0.31;
    document.summaries[0].utilisation_unreliable = "771 % of the measured peak";
    document.comparisons[0].busy_pairs = 7;
    document.comparisons[0].settled_by = "a quiet machine";
    const Document again = document_from_text(document_to_text(document), "sample");
    EXPECT_EQ(again.trials[0].ranks[1].cpu_wait_share, 0.31);
    EXPECT_EQ(again.trials[0].ranks[0].cpu_wait_share, std::nullopt);
    EXPECT_EQ(again.summaries[0].utilisation_unreliable, "771 % of the measured peak");
    EXPECT_EQ(again.summaries[0].interval_coverage, document.summaries[0].interval_coverage);
    EXPECT_EQ(again.comparisons[0].busy_pairs, 7);
    EXPECT_EQ(again.comparisons[0].settled_by, "a quiet machine");
    EXPECT_EQ(again.comparisons[0].cell_seconds, document.comparisons[0].cell_seconds);
    EXPECT_EQ(again.comparisons[0].spread, document.comparisons[0].spread);
}

// A bare NaN, as some tools write it, is no JSON: every other reader would refuse the whole document.
TEST(Document, WritesNotANumberAsNull) {
    Document document = samples::two_nodes();
    document.trials[0].losses[1] = std::numeric_limits<double>::quiet_NaN();
    document.trials[0].phase_seconds[0] = std::numeric_limits<double>::infinity();
    const std::string text = document_to_text(document);
    EXPECT_THAT(text, ::testing::Not(HasSubstr("nan")));
    const auto json = nlohmann::json::parse(text);
    EXPECT_TRUE(json["trials"][0]["losses"][1].is_null());
    EXPECT_TRUE(json["trials"][0]["phase_seconds"][0].is_null());
    EXPECT_TRUE(std::isnan(document_from_text(text, "x").trials[0].losses[1]));
}

TEST(Document, TellsAtTheTopWhetherTheMachineWasEmulated) {
    const auto emulated = nlohmann::json::parse(document_to_text(samples::emulated()));
    EXPECT_EQ(emulated["emulated"], true);
    EXPECT_EQ(emulated["environment"]["emulation"], "numa-lab, tcg");
    EXPECT_TRUE(emulated["summaries"][0]["flops_utilisation"].is_null());
    EXPECT_TRUE(emulated["comparisons"].empty());
    EXPECT_EQ(nlohmann::json::parse(document_to_text(samples::two_nodes()))["emulated"], false);
}

// Documents of accelbench before it looked for emulation stay readable, and judged.
TEST(Document, WithoutAWordOnEmulationIsOfARealMachine) {
    auto json = nlohmann::ordered_json::parse(document_to_text(samples::two_nodes()));
    json.erase("emulated");
    json["environment"].erase("emulation");
    const Document document = document_from_text(json.dump(), "old.json");
    EXPECT_EQ(document.environment.emulation, "");
    EXPECT_EQ(document.comparisons.size(), 6U);
}

TEST(Document, KeepsSeedsAboveWhatADoubleHolds) {
    Document document = samples::minimal();
    document.seed = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(document_from_text(document_to_text(document), "x").seed, document.seed);
}

TEST(Document, IsWrittenEvenWhenAHostNameIsNoUtf8) {
    Document document = samples::minimal();
    document.machine.hostname = "host\xff";
    EXPECT_EQ(document_from_text(document_to_text(document), "x").machine.hostname, "host\xEF\xBF\xBD");
}

TEST(Document, SaysWhetherItIsEmptyTruncatedForeignOrNewer) {
    const std::string whole = document_to_text(samples::one_launch());
    EXPECT_THAT(complaint_about(" \n"), HasSubstr("result.json is empty"));
    EXPECT_THAT(complaint_about(whole.substr(0, whole.size() / 2)), HasSubstr("result.json is truncated"));
    EXPECT_THAT(complaint_about("policy,step\nlocal,3\n"), HasSubstr("result.json is not JSON"));
    EXPECT_THAT(complaint_about("{\"benchmarks\": []}"),
                HasSubstr("result.json is JSON but not an accelbench document"));
    EXPECT_THAT(complaint_about("[1, 2]"), HasSubstr("JSON but not an accelbench document"));
    EXPECT_THAT(complaint_about(R"({"accelbench": {"schema": 2, "version": "3.1.0"}})"),
                AllOf(HasSubstr("schema 2"), HasSubstr("use accelbench \"3.1.0\" or newer")));
}

// Records are read one by one while the text goes by; what stands where must not matter.
TEST(Document, IsTheSameWhenItsMarkerComesLast) {
    const std::string whole = document_to_text(samples::two_nodes());
    auto json = nlohmann::ordered_json::parse(whole);
    const auto marker = json["accelbench"];
    json.erase("accelbench");
    json["accelbench"] = marker;
    EXPECT_EQ(document_to_text(document_from_text(json.dump(), "sample")), whole);
}

TEST(Document, OfALaterVersionIsCalledThatAndNotDamaged) {
    const std::string trials = R"("trials": [{"status": "unheard of"}])";
    EXPECT_THAT(complaint_about(R"({"accelbench": {"schema": 2, "version": "3.1.0"}, )" + trials + "}"),
                HasSubstr("schema 2"));
    EXPECT_THAT(complaint_about("{" + trials + R"(, "accelbench": {"schema": 2, "version": "3.1.0"}})"),
                HasSubstr("schema 2"));
    EXPECT_THAT(complaint_about(R"({"accelbench": {"schema": 1}, "trials": {"a": {}}})"),
                HasSubstr("damaged"));
}

TEST(Document, NamesTheDamagedField) {
    auto json = nlohmann::ordered_json::parse(document_to_text(samples::one_launch()));
    auto damaged = json;
    damaged.erase("seed");
    EXPECT_THAT(complaint_about(damaged.dump()),
                HasSubstr("damaged accelbench document: \"seed\" is missing"));
    damaged = json;
    damaged["trials"][2]["status"] = "fine";
    EXPECT_THAT(complaint_about(damaged.dump()), HasSubstr("trials[2]: \"status\" is \"fine\""));
    damaged = json;
    damaged["cells"][1]["processes"] = -4;  // an unchecked read would make 4294967292 of it
    EXPECT_THAT(complaint_about(damaged.dump()),
                HasSubstr("cells[1]: \"processes\" should lie in 1..100000000"));
    // Quantiles are taken at it, and processes are divided by machines.
    for (const auto& value :
         {nlohmann::ordered_json(), nlohmann::ordered_json(1), nlohmann::ordered_json(-3e200)}) {
        damaged = json;
        damaged["confidence"] = value;
        EXPECT_THAT(complaint_about(damaged.dump()), HasSubstr("\"confidence\" should lie between 0 and 1"));
    }
    damaged = json;
    damaged["cells"][1]["machines"] = 0;
    EXPECT_THAT(complaint_about(damaged.dump()), HasSubstr("cells[1]: \"machines\" should lie in 1.."));
    damaged = json;
    damaged["cells"][1]["threads"] = 1.7;
    EXPECT_THAT(complaint_about(damaged.dump()), HasSubstr("\"threads\" should be a whole number"));
    damaged = json;
    damaged["trials"][0]["ranks"][1]["pages_by_node"] = {{"one", 3}};
    EXPECT_THAT(complaint_about(damaged.dump()), HasSubstr("trials[0]: ranks[1]: \"pages_by_node\""));
    damaged = json;
    damaged["machine"].erase("nodes");
    EXPECT_THAT(complaint_about(damaged.dump()),
                HasSubstr("damaged accelbench document: machine: \"nodes\" is missing"));
}

// The journal's last line after a SIGKILL: half a trial must not pass as a whole one.
TEST(Trial, EveryPrefixOfItsLineIsRefused) {
    const std::string line = trial_to_line(samples::two_nodes().trials[3]);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(trial_to_line(trial_from_line(line)), line);
    for (std::size_t length = 0; length < line.size(); length += 7)
        EXPECT_THROW(trial_from_line(line.substr(0, length)), Failure) << length;
}

TEST(RankFacts, SurviveWritingAndReading) {
    const RankFacts facts = samples::two_nodes().trials[2].ranks[1];
    const auto json = write_rank(facts);
    EXPECT_EQ(write_rank(read_rank(json)), json);
    EXPECT_EQ(read_rank(json).pages_by_node, facts.pages_by_node);
    EXPECT_THROW(read_rank(nlohmann::ordered_json::array()), BadField);
}

TEST(Cell, KeepsTheOrderOfItsParameters) {
    Cell cell = samples::two_nodes().cells[0];
    cell.parameters = {{"z", "1"}, {"a", "2"}, {"m", "3"}};
    EXPECT_EQ(cell_from_json(cell_to_json(cell)).parameters, cell.parameters);
}

// Readers of documents find all that distinguishes a cell in one object; in memory each fact is kept once.
TEST(Cell, ItsMembersAreWrittenBehindItsParametersAndReadOnce) {
    Cell cell = samples::two_nodes().cells[0];
    cell.parameters = {{"preset", "tiny"}};
    cell.hosts = {"a", "b"};
    cell.machines = 2;
    const auto json = cell_to_json(cell);
    std::vector<std::string> names;
    for (const auto& entry : json["parameters"].items()) names.push_back(entry.key());
    EXPECT_THAT(names, testing::ElementsAre("preset", "hosts", "policy", "machines", "processes", "threads"));
    EXPECT_EQ(json["parameters"]["hosts"], "a+b");
    EXPECT_EQ(json["parameters"]["machines"], "2");
    const Cell again = cell_from_json(json);
    EXPECT_EQ(again.parameters, cell.parameters);
    EXPECT_EQ(again.hosts, cell.hosts);
}

}  // namespace
}  // namespace accelbench::reports
