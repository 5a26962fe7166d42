#include "topology/base/json_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

constexpr std::array<RenamedKey, 2> renamed{{{2, "said", "reason"}, {3, "began", "started"}}};
constexpr FileFormat format{
    .key = "accelbench_thing", .version = 3, .accelbench = "1.2.3", .renamed = renamed, .without_key = 1};

Json taken(const std::string& text, int expected_format) {
    auto json = parse_json(text);
    EXPECT_EQ(take_format(json, format, "d/thing.json"), expected_format) << text;
    return json;
}

std::string refusal(const std::string& text, const FileFormat& wanted = format) {
    try {
        auto json = parse_json(text);
        take_format(json, wanted, "d/thing.json");
    } catch (const LaterFormat& later) {
        EXPECT_EQ(later.exit_code(), 2);
        return later.what();
    } catch (const BadField& bad) {
        return std::string("bad field: ") + bad.what();
    }
    return "nothing was refused";
}

TEST(FileFormat, EachFileBeginsWithItsFormatAndItsWriter) {
    EXPECT_EQ(begin_file(format).dump(), R"({"accelbench_thing":3,"accelbench_version":"1.2.3"})");
    EXPECT_EQ(taken(begin_file(format).dump(), 3), begin_file(format));
}

TEST(FileFormat, KeysOfOlderFilesGetTheNamesOfToday) {
    EXPECT_EQ(taken(R"({"said": "no", "began": 7})", 1).dump(), R"({"reason":"no","started":7})");
    EXPECT_EQ(taken(R"({"accelbench_thing": 2, "began": 7})", 2)["started"], 7);
}

// Today's files may use a name that an older format had for something else.
TEST(FileFormat, ANameIsOldOnlyInTheFormatsThatHadIt) {
    EXPECT_EQ(taken(R"({"accelbench_thing": 2, "said": "no"})", 2)["said"], "no");
    EXPECT_FALSE(taken(R"({"accelbench_thing": 3, "began": 7})", 3).contains("started"));
}

TEST(FileFormat, ALaterOneIsRefusedWithBothFormatsBothVersionsAndTheRemedy) {
    EXPECT_EQ(refusal(R"({"accelbench_thing": 4, "accelbench_version": "1.9.0"})"),
              "d/thing.json: \"accelbench_thing\" is 4, written by accelbench 1.9.0; this is accelbench "
              "1.2.3, which "
              "reads up to 3: use accelbench 1.9.0 or newer");
    EXPECT_EQ(refusal(R"({"accelbench_thing": 4294967298, "accelbench_version": 5})"),
              "d/thing.json: \"accelbench_thing\" is 4294967298; this is accelbench 1.2.3, which reads up to "
              "3: use "
              "the accelbench that wrote it");
}

TEST(FileFormat, WhatIsNoFormatIsABadField) {
    for (const char* value : {"0", "-1", "\"3\"", "2.0", "null", "1e300", "99999999999999999999"})
        EXPECT_THAT(refusal(std::string(R"({"accelbench_thing": )") + value + "}"),
                    HasSubstr("bad field: \"accelbench_thing\" should"))
            << value;
    EXPECT_THAT(refusal("[]"), HasSubstr("an object with \"accelbench_thing\" was expected, not a list"));
    auto always_with_key = format;
    always_with_key.without_key = 0;
    EXPECT_EQ(refusal("{}", always_with_key), "bad field: \"accelbench_thing\" is missing");
}

}  // namespace
}  // namespace accelbench::topology
