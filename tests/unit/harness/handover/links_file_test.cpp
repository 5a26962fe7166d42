#include "harness/handover/links_file.h"

#include <gmock/gmock.h>

#include "file_text.h"

namespace accelbench::harness {
namespace {

LinksFile sample_links() { return {{{"a", "b", {50e-6, 45e-6, 60e-6, 200}, {1e8, 9e7, 1.1e8, 10}, 1}}, 5}; }

std::string links_refusal(const std::string& from, const std::string& to) {
    ChangedFile file;
    write_links_file(sample_links(), file.path());
    file.change(from, to);
    return file.refusal(read_links_file);
}

TEST(LinksFile, SurvivesWritingAndReading) {
    ChangedFile file;
    write_links_file(sample_links(), file.path());
    EXPECT_EQ(text_of(file.path()).rfind("{\"accelbench_links\":2,\"accelbench_version\":\"", 0), 0u);
    const auto again = read_links_file(file.path());
    ASSERT_EQ(again.links.size(), 1u);
    EXPECT_EQ(again.links[0].to, "b");
    EXPECT_EQ(again.links[0].bandwidth_bytes_per_second.low, 9e7);
    EXPECT_EQ(again.left_out, 5);
}

TEST(LinksFile, OneOfTheFirstFormatIsRead) {
    const auto old = read_links_file(captured("links-1.json"));
    ASSERT_EQ(old.links.size(), 1u);
    EXPECT_EQ(old.links[0].from, "node-1");
    EXPECT_EQ(old.links[0].latency_seconds.n, 200);
    EXPECT_EQ(old.left_out, 5);
}

TEST(LinksFile, AMessageNamesTheFileTheFieldAndWhatIsThere) {
    EXPECT_EQ(links_refusal("\"from\":\"a\"", "\"from\":7"),
              " is not a whole file of links: links[0]: \"from\" should be a text, but is 7");
    EXPECT_EQ(links_refusal("\"left_out\":5", "\"left_out\":-1"),
              " is not a whole file of links: \"left_out\" should lie in 0..2147483647, but is -1");
    EXPECT_THAT(links_refusal("\"accelbench_links\":2", "\"accelbench_links\":3"),
                testing::StartsWith(": \"accelbench_links\" is 3, written by accelbench "));
}

}  // namespace
}  // namespace accelbench::harness
