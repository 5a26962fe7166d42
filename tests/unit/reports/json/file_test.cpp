#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "../../failure_text.h"
#include "reports/json/document.h"
#include "sample_document.h"
#include "topology/base/temporary_folder.h"
#include "topology/base/write_file.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;

TEST(DocumentFile, SaysWhyItCanNotBeRead) {
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& path) { return test::failure_text([&] { read_document(path); }, 2); };
    EXPECT_THAT(refusal(folder / "absent.json"), HasSubstr("No such file or directory"));
    EXPECT_THAT(refusal(folder.path()), HasSubstr("it is a folder"));
    std::ofstream(folder / "empty.json").close();
    EXPECT_THAT(refusal(folder / "empty.json"), HasSubstr("empty.json is empty"));
}

TEST(DocumentFile, IsReadAsItWasWritten) {
    const TemporaryFolder folder;
    const Document document = samples::one_node();
    write_file_atomically(folder / "result.json", document_to_text(document));
    EXPECT_EQ(document_to_text(read_document(folder / "result.json")), document_to_text(document));
}

}  // namespace
}  // namespace accelbench::reports
