#include <gmock/gmock.h>

#include <csignal>

#include "file_text.h"
#include "harness/handover/trial_file.h"

namespace accelbench::harness {
namespace {

using testing::StartsWith;

RankReport sample_report() {
    RankReport report;
    report.status = "misplaced";
    report.reason = "12 of 100 pages on node 1";
    report.losses = {3, 2};
    report.warmup_steps = 4;
    report.steady = false;
    report.phase_seconds = {{0.25, 0.75}, {0.5, 1.5}};
    report.facts.rank = 1;
    report.facts.host = "node-1";
    report.facts.step_seconds = {1, 2};
    report.communication = reports::Communication{"auto", "2 ranks", {{"flat", 3, 1, 2}}};
    return report;
}

std::string report_refusal(const std::string& from, const std::string& to) {
    ChangedFile file;
    write_rank_report(sample_report(), file.path());
    file.change(from, to);
    return file.refusal(read_rank_report);
}

TEST(RankReport, SurvivesWritingAndReading) {
    ChangedFile file;
    write_rank_report(sample_report(), file.path());
    const auto text = text_of(file.path());
    EXPECT_EQ(text.rfind("{\"accelbench_rank\":2,\"accelbench_version\":\"", 0), 0u);
    const auto again = read_rank_report(file.path());
    EXPECT_EQ(again.phase_seconds, sample_report().phase_seconds);
    EXPECT_FALSE(again.steady);
    write_rank_report(again, file.path());
    EXPECT_EQ(text_of(file.path()), text);
}

TEST(RankReport, OneOfTheFirstFormatIsRead) {
    const auto old = read_rank_report(captured("rank-1.json"));
    EXPECT_EQ(old.status, "ok");
    EXPECT_EQ(old.losses.size(), 7u);
    EXPECT_EQ(old.phase_seconds, (std::vector<std::vector<double>>{{0.001}, {0.001}}));
    EXPECT_EQ(old.facts.host, "node-1");
    EXPECT_EQ(old.facts.pages_by_node.at(0), 769u);
    ASSERT_TRUE(old.communication);
    EXPECT_EQ(old.communication->allreduce, "auto");
}

// Gather looks phases up by their position, and takes a status that is neither failed nor misplaced for ok.
TEST(RankReport, AMessageNamesTheFileTheFieldAndWhatIsThere) {
    EXPECT_EQ(
        report_refusal("\"status\":\"misplaced\"", "\"status\":\"fine\""),
        " is not a whole rank report: \"status\" should be one of ok, failed, misplaced, but is \"fine\"");
    EXPECT_EQ(report_refusal("\"host\":\"node-1\"", "\"host\":null"),
              " is not a whole rank report: facts: \"host\" should be a text, but is null");
    EXPECT_EQ(report_refusal("\"sums\":3", "\"sums\":-3"),
              " is not a whole rank report: communication: taken[0]: \"sums\" should be a whole number of at "
              "least 0, "
              "but is -3");
    EXPECT_EQ(report_refusal("[0.5,1.5]", "[0.5]"),
              " is not a whole rank report: \"phase_seconds\" should have as many phases for each step, but "
              "has 2 for "
              "the first and 1 for another");
    EXPECT_THAT(report_refusal("\"accelbench_rank\":2", "\"accelbench_rank\":3"),
                StartsWith(": \"accelbench_rank\" is 3, written by accelbench "));
}

TEST(RankEnd, SurvivesWritingAndReading) {
    ChangedFile file;
    write_rank_end({3, "node-1", SIGKILL, 0, "fork: no memory"}, file.path());
    const auto again = read_rank_end(file.path());
    EXPECT_EQ(again.rank, 3);
    EXPECT_EQ(again.host, "node-1");
    EXPECT_EQ(again.signal, SIGKILL);
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_EQ(again.reason, "fork: no memory");
    file.change("\"accelbench_rank_end\":2", "\"accelbench_rank_end\":3");
    EXPECT_THAT(file.refusal(read_rank_end),
                StartsWith(": \"accelbench_rank_end\" is 3, written by accelbench "));
}

TEST(RankEnd, OneOfTheFirstFormatIsReadThoughItsReasonHadAnotherName) {
    const auto old = read_rank_end(captured("rank-end-1.json"));
    EXPECT_EQ(old.host, "node-1");
    EXPECT_EQ(old.exit_code, 5);
    EXPECT_EQ(old.reason, "set_mempolicy: Operation not permitted");
}

}  // namespace
}  // namespace accelbench::harness
