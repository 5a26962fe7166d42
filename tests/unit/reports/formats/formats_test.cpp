#include "reports/formats/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "samples.h"

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

TEST(Formats, ASessionKeepsDocumentAndReport) {
    const fs::path folder = fs::path(testing::TempDir()) / "accelbench-kept-formats";
    fs::remove_all(folder);
    fs::create_directories(folder);
    write_kept_formats(samples::by_name("minimal"), [&] { return folder.string(); });
    std::set<std::string> kept;
    for (const auto& entry : fs::directory_iterator(folder)) kept.insert(entry.path().filename());
    EXPECT_EQ(kept, (std::set<std::string>{"report.html", "result.json"}));
}

// A host name or a reason of a launcher may hold anything, and XML has no way to write a control character.
TEST(Junit, EscapesWhatXmlForbids) {
    Document document = samples::by_name("minimal");
    document.machine.hostname = "a<b>&\"c\x1b";
    EXPECT_THAT(find_format("junit")->render(document),
                HasSubstr("hostname=\"a&lt;b&gt;&amp;&quot;c\xEF\xBF\xBD\""));
}

TEST(Junit, CountsFailuresErrorsAndSkips) {
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
