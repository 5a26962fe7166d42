// The words of the small programs beside the kernel. A 0 that passed here wrote behind the arenas, or took
// the median of nothing.
#include "bench/train/limits/step_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench::bench::train {
namespace {

struct Outcome {
    int exit_code = 0;
    std::string said;
    bool ran = false;
    StepWords words;
};

Outcome run(std::vector<std::string> words, const OwnWords& own = {"threads", "steps", "rounds", "seed"}) {
    words.insert(words.begin(), "program");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    Outcome outcome;
    testing::internal::CaptureStderr();
    outcome.exit_code = run_with_words("program", own, static_cast<int>(arguments.size()), arguments.data(),
                                       [&](const StepWords& given) {
                                           outcome.ran = true;
                                           outcome.words = given;
                                       });
    outcome.said = testing::internal::GetCapturedStderr();
    return outcome;
}

TEST(StepWords, RefuseACountOfNothingByName) {
    for (const char* name : {"threads", "steps", "rounds"}) {
        const Outcome outcome = run({std::string(name) + "=0"});
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_FALSE(outcome.ran);
        EXPECT_EQ(outcome.said,
                  "program: gpt: " + std::string(name) + "=0 is not a whole number from 1 to 1048576\n");
    }
}

TEST(StepWords, KeepTheirsAndPassAllOthersOn) {
    const Outcome outcome = run({"threads=1", "preset=small", "steps=2", "rounds=3", "seed=0", "steps=4"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.said;
    EXPECT_EQ(outcome.words.threads, 1);
    EXPECT_EQ(outcome.words.steps, 4);
    EXPECT_EQ(outcome.words.rounds, 3);
    EXPECT_EQ(outcome.words.seed, 0U);
    EXPECT_EQ(outcome.words.kernel, (Parameters{{"preset", "small"}}));
}

// A word that a program took and did not heed looked as if it had worked.
TEST(StepWords, LeaveToTheKernelWhatTheProgramDoesNotHeed) {
    const Outcome outcome = run({"seed=2", "steps=3"}, {"steps"});
    EXPECT_EQ(outcome.words.steps, 3);
    EXPECT_EQ(outcome.words.kernel, (Parameters{{"seed", "2"}}));
}

TEST(StepWords, SayWhatAWordLooksLike) {
    const Outcome outcome = run({"small"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.said, testing::HasSubstr("small is not name=value, as in preset=small"));
}

}  // namespace
}  // namespace accelbench::bench::train
