#include "bench/memory/stream.h"

#include <gtest/gtest.h>

#include <numeric>

namespace accelbench::bench {
namespace {

constexpr std::size_t element_count = 5000;  // no multiple of a page or of a thread count

TEST(StreamRange, EveryElementBelongsToExactlyOneThread) {
    for (const std::size_t elements : {std::size_t{1}, std::size_t{511}, std::size_t{512}, element_count}) {
        for (const int threads : {1, 2, 3, 7, 64}) {
            std::size_t next = 0;
            for (int thread = 0; thread < threads; ++thread) {
                const auto part = stream_range(elements, thread, threads);
                EXPECT_EQ(part.first, next) << elements << " over " << threads;
                EXPECT_LE(part.first, part.last);
                next = part.last;
            }
            EXPECT_EQ(next, elements) << threads;
        }
    }
}

TEST(StreamRange, NoSmallPageIsTouchedByTwoThreads) {
    for (int thread = 1; thread < 3; ++thread) {
        EXPECT_EQ(stream_range(element_count, thread, 3).first % 512, 0U) << thread;
    }
}

TEST(StreamRange, SharesDifferByOnePageAtMost) {
    const auto first = stream_range(512 * 10, 0, 3);
    const auto second = stream_range(512 * 10, 1, 3);
    EXPECT_EQ(first.last - first.first, 512U * 3);
    EXPECT_EQ(second.last - second.first, 512U * 3);
}

TEST(StreamKernels, AnswersAreThoseOfTheFormulas) {
    Stream stream(element_count, 2, {});
    for (const StreamKernel& kernel : stream_kernels()) EXPECT_EQ(stream.check(kernel), "") << kernel.name;
}

// Written out by hand for element 4, where the arrays start as 5, 6 and 7: not from the table that is tested.
TEST(StreamKernels, ElementFourIsWhatPaperAndPencilGive) {
    Stream stream(element_count, 1, {});
    const auto after = [&](std::string_view name, int array) {
        stream.fill();
        stream.run(*find_stream_kernel(name));
        return stream.array(array)[4];
    };
    stream.fill();
    ASSERT_EQ(stream.array(0)[4], 5);
    ASSERT_EQ(stream.array(1)[4], 6);
    ASSERT_EQ(stream.array(2)[4], 7);
    EXPECT_EQ(after("copy", 2), 5);
    EXPECT_EQ(after("scale", 1), 21);
    EXPECT_EQ(after("add", 2), 11);
    EXPECT_EQ(after("triad", 0), 27);
}

TEST(StreamKernels, OneWrongElementIsSeenAndNamed) {
    Stream stream(element_count, 2, {});
    const StreamKernel& add = *find_stream_kernel("add");
    ASSERT_EQ(stream.check(add), "");
    stream.array(2)[element_count - 1] += 1;
    const auto wrong = stream.compare(add);
    EXPECT_NE(wrong.find("add (c = a + b): at element 4999"), std::string::npos) << wrong;
}

TEST(StreamKernels, AnOverwrittenOperandIsSeen) {
    Stream stream(element_count, 1, {});
    const StreamKernel& add = *find_stream_kernel("add");
    ASSERT_EQ(stream.check(add), "");
    stream.array(0)[17] = -1;
    EXPECT_NE(stream.compare(add), "");
}

TEST(StreamKernels, ByteCountsAreStreamsOwn) {
    const std::vector<std::pair<std::string_view, int>> published{
        {"copy", 16}, {"scale", 16}, {"add", 24}, {"triad", 24}};
    ASSERT_EQ(stream_kernels().size(), published.size());
    for (const auto& [name, bytes] : published) {
        EXPECT_EQ(find_stream_kernel(name)->counted_bytes, bytes) << name;
        EXPECT_EQ(find_stream_kernel(name)->moved_bytes, bytes + 8)
            << name << ": the result's line is read first";
    }
}

}  // namespace
}  // namespace accelbench::bench
