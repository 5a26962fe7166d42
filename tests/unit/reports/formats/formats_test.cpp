#include "reports/formats/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "samples.h"
#include "topology/base/temporary_folder.h"

namespace accelbench::reports {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// Changed on purpose? scripts/golden --update writes the new texts; read the difference before it is committed.
TEST(Formats, AreTheGoldenOnes) {
    std::set<std::string_view> compared;
    for (const auto& entry : fs::directory_iterator(ACCELBENCH_SOURCE_DIR "/tests/golden/reports")) {
        const std::string name = entry.path().filename(), sample = name.substr(0, name.find('.'));
        for (const Format& format : formats()) {
            if (name != sample + "." + std::string(format.extension)) continue;
            EXPECT_EQ(format.render(samples::by_name(sample)), text_of(entry.path())) << name;
            compared.insert(format.name);
        }
    }
    EXPECT_THAT(compared, testing::IsSupersetOf({"table", "junit"}));
}

TEST(Formats, AreFoundByName) {
    EXPECT_EQ(find_format("junit")->extension, "junit.xml");
    EXPECT_EQ(find_format("junit5"), nullptr);
    EXPECT_EQ(formats().front().name, "table");
}

std::set<std::string> files_in(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
    return names;
}

TEST(Formats, ASessionKeepsDocumentAndReport) {
    const TemporaryFolder folder;
    write_kept_formats(samples::by_name("minimal"), [&] { return folder.path(); });
    EXPECT_EQ(files_in(folder.path()), (std::set<std::string>{"report.html", "result.json"}));
}

// A folder that is moved while the report is made would get it where it was, beside what took its place.
TEST(Formats, AreKeptWhereTheFolderIsWhenTheyAreReady) {
    const TemporaryFolder first, second;
    int asked = 0;
    write_kept_formats(samples::by_name("minimal"), [&] { return asked++ == 0 ? first.path() : second.path(); });
    EXPECT_EQ(files_in(first.path()), std::set<std::string>{"result.json"});
    EXPECT_EQ(files_in(second.path()), std::set<std::string>{"report.html"});
    write_kept_formats(samples::by_name("minimal"), [] { return std::string(); });
}

// A host name or a reason of a launcher may hold anything, and XML has no way to write a control character.
TEST(Junit, EscapesWhatXmlForbids) {
    Document document = samples::by_name("minimal");
    document.machine.hostname = "a<b>&\"c\x1b";
    EXPECT_THAT(find_format("junit")->render(document),
                HasSubstr("hostname=\"a&lt;b&gt;&amp;&quot;c\xEF\xBF\xBD\""));
}

TEST(Junit, OfACellWhoseLossesDifferIsAFailure) {
    Document document = samples::by_name("two_nodes");
    const std::string before = find_format("junit")->render(document);
    document.summaries[0].losses_differ = "losses diverge from local in step 3";
    const std::string text = find_format("junit")->render(document);
    EXPECT_THAT(before, HasSubstr("failures=\"0\""));
    EXPECT_THAT(text, HasSubstr("failures=\"1\""));
    EXPECT_THAT(text, HasSubstr("<failure type=\"losses\" message=\"losses diverge from local in step 3\">"));
}

}  // namespace
}  // namespace accelbench::reports
