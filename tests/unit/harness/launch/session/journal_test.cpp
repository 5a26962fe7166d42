#include "harness/launch/session/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "../../../failure_text.h"
#include "../../temporary_folder.h"
#include "closed_stdin.h"
#include "harness/launch/session/missing_trials.h"
#include "reports/json/document.h"
#include "topology/base/failure.h"

namespace accelbench::launch {
namespace {

using test::failure_text;
using testing::HasSubstr;

reports::Trial trial(int sequence) {
    reports::Trial trial;
    trial.sequence = sequence;
    trial.cell = "null/policy=local";
    trial.step_seconds = 0.5;
    return trial;
}

void append_raw(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::app) << text;
}

TEST(Journal, TrialsComeBackInOrder) {
    const test::TemporaryFolder folder;
    {
        Journal journal(folder / "trials.jsonl");
        journal.append(trial(0));
        journal.append(trial(1));
    }
    const auto trials = Journal(folder / "trials.jsonl").trials();
    ASSERT_EQ(trials.size(), 2u);
    EXPECT_EQ(trials[1].sequence, 1);
}

// A crash while writing leaves half a line; the next line appended to it would be lost with it.
TEST(Journal, AnUnfinishedLineIsCutOffAndTheNextTrialStandsAlone) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    { Journal(path).append(trial(0)); }
    append_raw(path, "{\"sequence\": 1, \"ce");
    {
        Journal journal(path);
        EXPECT_EQ(journal.trials().size(), 1u);
        journal.append(trial(1));
    }
    EXPECT_EQ(read_journal(path).size(), 2u);
}

TEST(Journal, ReadingOnlyLeavesAnUnfinishedLineAlone) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    { Journal(path).append(trial(0)); }
    append_raw(path, "{\"half");
    const auto bytes = std::filesystem::file_size(path);
    EXPECT_EQ(read_journal(path).size(), 1u);
    EXPECT_EQ(std::filesystem::file_size(path), bytes);
}

// Copies and backups go by the time of a change; a whole journal has none to make.
TEST(Journal, OpeningAWholeOneDoesNotChangeIt) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    { Journal(path).append(trial(0)); }
    const auto written = std::filesystem::last_write_time(path) - std::chrono::hours(1);
    std::filesystem::last_write_time(path, written);
    EXPECT_EQ(Journal(path).trials().size(), 1u);
    EXPECT_EQ(std::filesystem::last_write_time(path), written);
}

// A scheduler starts programs without stdin: the first file that they open is number 0.
TEST(Journal, OpensWithoutAStandardInput) {
    const test::TemporaryFolder folder;
    const test::ClosedStdin closed;
    Journal journal(folder / "trials.jsonl");
    journal.append(trial(0));
    EXPECT_EQ(read_journal(folder / "trials.jsonl").size(), 1u);
}

TEST(Journal, AForeignLineIsNamedByItsNumber) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    { Journal(path).append(trial(0)); }
    append_raw(path, "hello\n");
    EXPECT_THAT(failure_text([&] { Journal journal(path); }), HasSubstr("line 2:"));
}

// An editor that takes the last newline off would otherwise cost the last trial.
TEST(Journal, AWholeTrialWithoutItsNewlineIsKept) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    append_raw(path, reports::trial_to_line(trial(0)) + "\n" + reports::trial_to_line(trial(1)));
    EXPECT_EQ(read_journal(path).size(), 2u);
    {
        Journal journal(path);
        EXPECT_EQ(journal.trials().size(), 2u);
        journal.append(trial(2));
    }
    EXPECT_EQ(read_journal(path).size(), 3u);
}

TEST(Journal, AFileThatIsNoJournalIsNotCutOff) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    append_raw(path, "notes of mine");
    EXPECT_THAT(failure_text([&] { Journal journal(path); }), HasSubstr("line 1:"));
    EXPECT_EQ(std::filesystem::file_size(path), 13u);
}

TEST(Journal, ZerosThatAPowerCutLeftAreAnUnfinishedLine) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    append_raw(path, reports::trial_to_line(trial(0)) + "\n" + std::string(100, '\0'));
    EXPECT_EQ(Journal(path).trials().size(), 1u);
}

// Taken for empty, it would cost the document all its trials.
TEST(Journal, OneThatCannotBeReadIsNotAnEmptyOne) {
    const test::TemporaryFolder folder;
    EXPECT_THAT(failure_text([&] { read_journal(folder / "trials.jsonl"); }), HasSubstr("No such file"));
    std::filesystem::create_directory(folder / "trials.jsonl");
    EXPECT_THAT(failure_text([&] { read_journal(folder / "trials.jsonl"); }), HasSubstr("Is a directory"));
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_THAT(failure_text([&] { read_journal(folder / "pipe"); }), HasSubstr("no regular file"));
}

TEST(Journal, TrialsThatADocumentHoldsAndItLacksAreCounted) {
    auto other = trial(1);
    other.started_unix_seconds = 5;
    EXPECT_EQ(missing_trials({trial(0), trial(1)}, {trial(1)}), 0u);
    EXPECT_EQ(missing_trials({trial(0), trial(1)}, {trial(0), other, trial(2)}), 2u);
    EXPECT_EQ(missing_trials({}, {trial(0)}), 1u);
}

/// In a child whose files may not grow past `limit` bytes, as on a full disk: exit code 0 when `work` returns
/// true.
bool holds_on_a_full_disk(rlim_t limit, const std::function<bool()>& work) {
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit bound = {limit, limit};
        setrlimit(RLIMIT_FSIZE, &bound);
        _exit(work() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Journal, AFullDiskKeepsAllWholeLinesAndSaysHowToGoOn) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    { Journal(path).append(trial(0)); }
    const auto bytes = std::filesystem::file_size(path);
    EXPECT_TRUE(holds_on_a_full_disk(bytes + 10, [&] {
        Journal journal(path);
        const auto message = failure_text([&] { journal.append(trial(1)); });
        return message.find("--resume (all 1 finished trials are kept)") != std::string::npos;
    }));
    EXPECT_EQ(std::filesystem::file_size(path), bytes);
}

}  // namespace
}  // namespace accelbench::launch
