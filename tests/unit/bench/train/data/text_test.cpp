#include "bench/train/data/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "../fixtures.h"
#include "topology/base/failure.h"

namespace accelbench::bench::train {
namespace {

std::vector<std::int32_t> inputs_of(Text& text, std::uint64_t step, std::int64_t first_row,
                                    std::int64_t tokens) {
    text.cut_batch(step, first_row);
    return {text.inputs(), text.inputs() + tokens};
}

TEST(Text, SplitsTheSameRowsHoweverManyRanksShareThem) {
    Text whole(text_path, 256, 4, 10, 5, {});
    Text half(text_path, 256, 2, 10, 5, {});
    for (std::uint64_t step = 0; step < 3; ++step) {
        auto joined = inputs_of(half, step, 0, 20);
        const auto second = inputs_of(half, step, 2, 20);
        joined.insert(joined.end(), second.begin(), second.end());
        EXPECT_EQ(inputs_of(whole, step, 0, 40), joined);
    }
}

TEST(Text, DrawsOtherRowsForAnotherStepSeedOrRow) {
    Text one(text_path, 256, 1, 10, 5, {});
    Text other(text_path, 256, 1, 10, 6, {});
    const auto first = inputs_of(one, 0, 0, 10);
    EXPECT_NE(first, inputs_of(one, 1, 0, 10));
    EXPECT_NE(first, inputs_of(one, 0, 1, 10));
    EXPECT_NE(first, inputs_of(other, 0, 0, 10));
}

TEST(Text, TargetsAreTheNextTokens) {
    Text text(text_path, 256, 2, 10, 5, {});
    text.cut_batch(0, 0);
    for (int i = 0; i < 9; ++i) EXPECT_EQ(text.targets()[i], text.inputs()[i + 1]);
}

TEST(Text, ReachesTheLastTokenWhenTheContextFillsTheText) {
    const std::int64_t length = text_length(text_path);
    Text text(text_path, 256, 1, length - 1, 5, {});
    text.cut_batch(0, 0);
    EXPECT_EQ(text.inputs()[0], text.tokens()[0]);
    EXPECT_EQ(text.targets()[length - 2], text.tokens()[length - 1]);
}

TEST(Text, SyntheticIsSeededAndHasZipfsFrequencies) {
    Text one("synthetic", 1000, 1, 10, 5, {});
    Text same("synthetic", 1000, 1, 10, 5, {});
    Text other("synthetic", 1000, 1, 10, 6, {});
    EXPECT_TRUE(std::equal(one.tokens(), one.tokens() + one.length(), same.tokens()));
    EXPECT_FALSE(std::equal(one.tokens(), one.tokens() + one.length(), other.tokens()));
    std::map<int, int> counts;
    for (std::int64_t i = 0; i < one.length(); ++i) ++counts[one.tokens()[i]];
    EXPECT_LT(counts.rbegin()->first, 1000);
    EXPECT_GT(counts[0], 4 * counts[20]);
}

TEST(Text, SyntheticTokensFollowTheirPredecessors) {
    const Text text("synthetic", 1000, 1, 10, 5, {});
    std::map<int, int> after;
    int total = 0;
    for (std::int64_t i = 0; i + 1 < text.length(); ++i) {
        if (text.tokens()[i] != 3) continue;
        ++after[text.tokens()[i + 1]];
        ++total;
    }
    std::vector<int> counts;
    for (const auto& [token, count] : after) counts.push_back(count);
    std::sort(counts.rbegin(), counts.rend());
    EXPECT_GT(counts[0] + counts[1] + counts[2] + counts[3], total / 2);
}

TEST(Text, SaysWhatIsWrongWithAFileAndWhatHelps) {
    try {
        text_length("/nonexistent/book.txt");
        FAIL() << "no failure";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.kind(), Failure::Kind::usage);
        EXPECT_STREQ(failure.what(),
                     "gpt: data /nonexistent/book.txt can't be read: No such file or directory; name any "
                     "readable text "
                     "with --data FILE, or use --data synthetic");
    }
    EXPECT_THROW(text_length("/"), Failure);
}

}  // namespace
}  // namespace accelbench::bench::train
