#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/text_columns.h"
#include "harness/cli/topology_view.h"
#include "topology/base/failure.h"

namespace accelbench::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string tests_folder = ACCELBENCH_SOURCE_DIR "/tests/";

struct Result {
    int code = 0;
    std::string out;
    std::string failure;
};

/// The command as main runs it, without a process.
Result run(std::vector<std::string> words) {
    CLI::App app;
    Action action;
    add_topology_command(app, action);
    words.insert(words.begin(), "topology");
    std::reverse(words.begin(), words.end());
    app.parse(words);
    Result result;
    testing::internal::CaptureStdout();
    try {
        result.code = action();
    } catch (const Failure& failure) {
        result.code = failure.exit_code();
        result.failure = failure.what();
    }
    std::fflush(stdout);
    result.out = testing::internal::GetCapturedStdout();
    return result;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Fixtures : public testing::TestWithParam<const char*> {};

TEST_P(Fixtures, PrintTheirGoldenText) {
    const auto fixture = tests_folder + "fixtures/topology/" + GetParam() + ".xml";
    auto shown = run({"--from", fixture}).out;
    const auto at = shown.find(fixture);
    ASSERT_NE(at, std::string::npos) << "the source is not named";
    shown.replace(at, fixture.size(), std::string(GetParam()) + ".xml");
    const std::filesystem::path golden = tests_folder + "golden/topology/" + GetParam() + ".txt";
    // scripts/golden compares what is written there, and renews the golden file.
    if (const char* folder = std::getenv("ACCELBENCH_WRITE_GOLDEN"); folder != nullptr)
        std::ofstream(std::filesystem::path(folder) / golden.filename()) << shown;
    EXPECT_EQ(shown, text_of(golden));
}

INSTANTIATE_TEST_SUITE_P(Topology, Fixtures,
                         testing::Values("1-node", "2-nodes", "4-nodes", "4-nodes-asymmetric", "8-nodes",
                                         "sub-numa-clusters", "cpu-less-node", "cpu-less-node-hmat",
                                         "hmat-partly-said", "memoryless-node", "smt", "cgroup-hides-half",
                                         "memory-of-another-node", "two-empty-nodes",
                                         "all-memory-without-cpus", "cpus-offline"));

const std::string two_nodes = "pack:2 [numa] core:4 pu:2";

TEST(TopologyCommand, PlanningShowsNoFactsOfThisSystem) {
    const auto text = run({"--from", two_nodes}).out;
    EXPECT_THAT(text, HasSubstr("planning only: nothing is bound"));
    EXPECT_THAT(text, Not(HasSubstr("memory policy")));
    EXPECT_FALSE(nlohmann::json::parse(run({"--from", two_nodes, "--json"}).out).contains("environment"));
}

TEST(TopologyCommand, ThisSystemShowsItsLimits) {
    const auto text = run({}).out;
    EXPECT_THAT(text, HasSubstr("memory policy"));
    EXPECT_THAT(text, HasSubstr("virtualisation"));
    EXPECT_THAT(text, Not(HasSubstr("planning only")));
    const auto json = nlohmann::json::parse(run({"--json"}).out);
    EXPECT_TRUE(json.at("environment").contains("mempolicy"));
}

TEST(TopologyCommand, TheLimitsSayThatAMachineIsEmulatedAndNothingOtherwise) {
    TopologyView view;
    view.environment.emplace();
    EXPECT_THAT(topology_text(view), Not(HasSubstr("emulated")));
    view.environment->emulation = "numa-lab, kvm";
    EXPECT_THAT(
        topology_text(view),
        HasSubstr("  emulated        numa-lab, kvm: placement is verified here, times mean nothing\n"));
}

// "4k" is a name there, and no size.
TEST(TopologyCommand, TheLimitsSayTheSizeOfBasePagesWhereItIsNotTheUsualOne) {
    TopologyView view;
    view.environment.emplace();
    view.environment->base_page_bytes = 4096;
    EXPECT_THAT(topology_text(view), Not(HasSubstr("base pages")));
    view.environment->base_page_bytes = 64 << 10;
    view.environment->transparent_hugepage = "always";
    view.environment->transparent_hugepage_2mib = "never";
    EXPECT_THAT(topology_text(view), HasSubstr("base pages      64 KiB"));
    EXPECT_THAT(topology_text(view), HasSubstr("huge pages      never"));
}

TEST(TopologyCommand, JsonIsOneDocumentWithTheRankMap) {
    const auto json = nlohmann::json::parse(
        run({"--from", two_nodes, "--num-processes", "2", "--threads", "4", "--json"}).out);
    EXPECT_EQ(json.at("accelbench_topology"), 1);
    ASSERT_EQ(json.at("policies").size(), 4u);
    EXPECT_EQ(json["policies"][3]["name"], "remote");
    EXPECT_EQ(json["policies"][3]["ranks"][0]["cpus"], "0-7");
    EXPECT_EQ(json["policies"][3]["ranks"][0]["memory_nodes"], "1");
    EXPECT_EQ(json["request"]["threads"], 4);
}

TEST(TopologyCommand, PoliciesThatTheMachineCannotExpressAreListedWithTheReason) {
    const auto result = run({"--from", "core:4 pu:1"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out,
                HasSubstr("remote: skipped\n    remote needs 2 NUMA nodes with memory; this machine has 1"));
}

TEST(TopologyCommand, PlacementPolicyAndOversubscriptionAreTaken) {
    const auto packed = run({"--from", two_nodes, "--num-processes", "2", "--threads", "1", "--placement",
                             "pack", "--policies", "interleaved"});
    EXPECT_THAT(packed.out, HasSubstr("1  2-3      0  interleave 0-1"));
    EXPECT_THAT(packed.out, Not(HasSubstr("baseline")));
    EXPECT_THAT(run({"--from", two_nodes, "--num-processes", "99", "--oversubscribe"}).out,
                HasSubstr("local (oversubscribed)"));
}

TEST(TopologyCommand, BadValuesAreNamedAndPrintNothing) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"--policies", "remot"}, "did you mean 'remote'?"},
        {{"--placement", "sprad"}, "did you mean 'spread'?"},
        {{"--num-processes", "0"}, "--num-processes '0': at least 1"},
        {{"--threads", "many"}, "--threads 'many': not a whole number"},
        {{"--from", "nowhere.xml"}, "no such file"},
        {{"--from", ""}, "the text is empty"},
    };
    for (const auto& [words, message] : cases) {
        const auto result = run(words);
        EXPECT_EQ(result.code, 2) << words[0];
        EXPECT_THAT(result.failure, HasSubstr(message));
        EXPECT_EQ(result.out, "");
    }
}

TEST(TextColumns, NumbersAreFlushRightAndLinesHaveNoTail) {
    EXPECT_EQ(text_columns({{"a", "n"}, {"bb", "10"}, {"c", ""}}, "lr", 2), "  a    n\n  bb  10\n  c\n");
}

}  // namespace
}  // namespace accelbench::cli
