#include "harness/launch/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "../failure_text.h"
#include "../temporary_folder.h"
#include "topology/failure.h"

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

TEST(Journal, AForeignLineIsNamedByItsNumber) {
    const test::TemporaryFolder folder;
    const auto path = folder / "trials.jsonl";
    { Journal(path).append(trial(0)); }
    append_raw(path, "hello\n");
    EXPECT_THAT(failure_text([&] { Journal journal(path); }), HasSubstr("line 2:"));
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
