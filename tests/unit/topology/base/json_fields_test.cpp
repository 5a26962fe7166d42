#include "topology/base/json_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <sstream>

#include "topology/base/failure.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

std::string complaint(const std::function<void()>& read) {
    try {
        guarded("", read);
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.exit_code(), 2);
        return failure.what();
    }
    return "no Failure was thrown";
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

// nlohmann's own exception was none of its parse errors, and ended the program with exit 70.
TEST(ParseJson, ANumberThatNoDoubleHoldsIsNamedWithItsField) {
    EXPECT_THAT(complaint([] { parse_json(R"({"cells": [{}, {"seconds": [1, -1e400]}]})"); }),
                HasSubstr("cells[1].seconds[1]: -1e400 is beyond what a number can be"));
    EXPECT_EQ(parse_json("1e308").get<double>(), 1e308);
    EXPECT_EQ(parse_json("1e-400").get<double>(), 0) << "too small is nothing";
}

TEST(ParseJson, NestingKeysAndTheirRepetitionAreBounded) {
    EXPECT_THAT(complaint([] { parse_json(repeated("[", 1 << 20)); }), HasSubstr("nested deeper than 64"));
    EXPECT_THAT(complaint([] { parse_json(repeated("{\"a\":", 1 << 20)); }),
                HasSubstr("nested deeper than 64"));
    EXPECT_THAT(complaint([] { parse_json(R"({"a": {"b": 1, "c": 2, "b": 3}})"); }),
                HasSubstr("a: \"b\" appears twice"));
    std::string keys;
    for (int i = 0; i < 5000; ++i) keys += "\"" + std::to_string(i) + "\":0,";
    EXPECT_THAT(complaint([&] { parse_json("{" + keys + "\"\":0}"); }), HasSubstr("more than 4096 keys"));
    EXPECT_EQ(parse_json(repeated("[", 64) + repeated("]", 64)).size(), 1u);
}

TEST(ParseJson, WhatIsNoJsonIsAParseErrorAsBefore) {
    for (const char* text : {"", "{", "[1,", "{\"a\" 1}", "nul", "\"\xff\"", "1 2", "NaN", "Infinity"})
        EXPECT_THROW(parse_json(text), Json::parse_error) << text;
}

// A stream is read in windows of 64 KiB, and every kind of value stands across a border of some of them.
TEST(ParseJson, ALongStreamHoldsWhatNlohmannReadsInIt) {
    const std::string row = R"([-0, 0, -1, 18446744073709551615, -9223372036854775808, 18446744073709551616, 0.1, 1E5,)"
                            R"( 4.9e-324, true, false, null, "\u00e9\ud83d\ude00\n", "\u0000", {"a": {}, "": []}])";
    for (int shift = 0; shift < 7; ++shift) {
        const std::string whole = "\xEF\xBB\xBF" + std::string(static_cast<std::size_t>(shift), ' ') + "[" +
                                  repeated(row + ",", 2000) + row + "]";
        std::istringstream stream(whole);
        EXPECT_EQ(parse_json(stream).dump(), Json::parse(whole).dump());
    }
}

// "Truncated" is said where a stream is at its end: a copy that broke off has another remedy than a wrong file.
TEST(ParseJson, AStreamIsAtItsEndOnlyWhereTheTextEndedTooEarly) {
    const std::string start = "[" + repeated("\"x\",", 40000);
    for (const auto& [text, ended] : std::map<std::string, bool>{
             {start, true}, {start + "\"y", true}, {start + "tr", true}, {start + "} ", false}, {"[1}", false}}) {
        std::istringstream stream(text);
        EXPECT_THROW(parse_json(stream), Json::parse_error);
        EXPECT_EQ(stream.eof(), ended) << text.substr(text.size() - 3);
    }
}

TEST(ParseJson, AnObjectThatIsTakenIsLeftOut) {
    std::istringstream text(R"({"a": {"x": 1}, "cells": [{"id": 1}, {"id": 2}, 3]})");
    std::vector<std::string> seen;
    const auto rest = parse_json(text, [&](int depth, const std::string& member, Json& object) {
        seen.push_back(std::to_string(depth) + member + object.dump());
        return member != "cells";
    });
    EXPECT_THAT(seen, testing::ElementsAre(R"(1a{"x":1})", R"(2cells{"id":1})", R"(2cells{"id":2})"));
    EXPECT_EQ(rest.dump(), R"({"a":{"x":1},"cells":[3]})");
}

// A record is written over the one before it, which may have been of another shape.
TEST(ParseJson, EachRecordThatIsTakenIsWhole) {
    const std::vector<std::string> records = {
        R"({"a":1,"b":{"c":[1,2,3],"d":"text"},"e":[{"f":1},{"f":2,"g":3}]})",
        R"({"a":2,"b":{"c":[4],"d":"t"},"e":[]})",
        R"({})",
        R"({"a":"x","b":[1,{"c":2}],"e":{"f":null}})",
        R"({"b":{"d":true,"c":[[],[5]]},"a":-1.5})",
        R"({"a":1,"new":2,"b":3,"e":[{"g":1},{"f":{}}, 7]})",
        R"({"e":[{"f":1,"g":2},{}]})",
    };
    for (const auto& first : records) {
        for (const auto& second : records) {
            std::vector<std::string> seen;
            std::istringstream text("{\"cells\": [" + first + "," + second + ", 8]}");
            const auto rest = parse_json(text, [&](int depth, const std::string&, Json& object) {
                if (depth == 2) seen.push_back(object.dump());
                return depth != 2;
            });
            EXPECT_THAT(seen, testing::ElementsAre(Json::parse(first).dump(), Json::parse(second).dump()));
            EXPECT_EQ(rest.dump(), R"({"cells":[8]})");
        }
    }
}

TEST(ParseJson, ABadFieldIsNamedByItsPlaceAmongAllRecords) {
    std::istringstream text(R"({"cells": [{"a": [1]}, {"b": 2}, {"a": [0, 1e999]}]})");
    EXPECT_THAT(complaint([&] { parse_json(text, [](int depth, const auto&, const auto&) { return depth != 2; }); }),
                HasSubstr("cells[2].a[1]: 1e999"));
}

// A conversion of 1e300 to an integer is undefined; 1.5 became 1, and -1 became 18446744073709551615.
TEST(Fields, WholeNumbersAreWholeAndWithinTheirBounds) {
    for (const char* value :
         {"1e300", "1.5", "-1", "null", "\"1\"", "[1]", "{}", "true", "1e20", "99999999999999999999"}) {
        const auto json = parse_json(std::string(R"({"n": )") + value + "}");
        EXPECT_THAT(complaint([&] { small_integer(json, "n"); }), HasSubstr("\"n\" should")) << value;
        EXPECT_THAT(complaint([&] { unsigned_integer(json, "n"); }), HasSubstr("\"n\" should")) << value;
    }
    EXPECT_THAT(complaint([] { node_or_none(parse_json(R"({"n": -2})"), "n"); }),
                HasSubstr("\"n\" should lie in -1"));
    EXPECT_EQ(node_or_none(parse_json(R"({"n": -1})"), "n"), -1);
    EXPECT_THAT(complaint([] { small_integer(parse_json(R"({"n": 4294967297})"), "n"); }),
                HasSubstr("\"n\" should lie in 0..2147483647, but is 4294967297"));
}

TEST(Fields, AMessageShowsWhatWasFoundAndWhatShouldBeThere) {
    const auto refusal = [](const std::string& value, const std::function<void(const Json&)>& read) {
        return complaint([&] { read(parse_json(R"({"n": )" + value + "}")); });
    };
    EXPECT_EQ(refusal("\"many\"", [](const Json& json) { small_integer(json, "n"); }),
              "\"n\" should be a whole number, but is \"many\"");
    EXPECT_EQ(refusal("1.5", [](const Json& json) { text(json, "n"); }),
              "\"n\" should be a text, but is 1.5");
    EXPECT_EQ(refusal("[1, 2]", [](const Json& json) { flag(json, "n"); }),
              "\"n\" should be true or false, but is a list");
    EXPECT_EQ(refusal("{}", [](const Json& json) { list(json, "n"); }),
              "\"n\" should be a list, but is an object");
    EXPECT_EQ(refusal("-1", [](const Json& json) { number_from_0(json, "n"); }),
              "\"n\" should be a number of at least 0, but is -1");
    EXPECT_EQ(refusal("null", [](const Json& json) { number_from_0(json, "n"); }),
              "\"n\" should be a number of at least 0, but is null");
    EXPECT_LT(refusal('"' + repeated("x", 100000) + '"', [](const Json& json) { flag(json, "n"); }).size(),
              150u);
    EXPECT_EQ(complaint([] { text(parse_json("[1]"), "n"); }),
              "an object with \"n\" was expected, not a list");
}

TEST(Fields, ANameIsOneOfThoseThatThereAre) {
    constexpr std::array<std::string_view, 2> names{"good", "bad"};
    EXPECT_EQ(one_of(parse_json(R"({"n": "bad"})"), "n", names), 1u);
    EXPECT_EQ(complaint([&] { one_of(parse_json(R"({"n": "Bad"})"), "n", names); }),
              "\"n\" should be one of good, bad, but is \"Bad\"");
    const auto grade_from =
        +[](std::string_view name) { return name == "good" ? std::optional(7) : std::nullopt; };
    EXPECT_EQ(named(parse_json(R"({"n": "good"})"), "n", "a grade", grade_from), 7);
    EXPECT_EQ(complaint([&] { named(parse_json(R"({"n": ""})"), "n", "a grade", grade_from); }),
              "\"n\" should be a grade, but is \"\"");
}

TEST(Fields, NamedTextsKeepTheirOrderAndAreTexts) {
    EXPECT_THAT(named_texts(parse_json(R"({"n": {"z": "1", "a": ""}})"), "n"),
                testing::ElementsAre(testing::Pair("z", "1"), testing::Pair("a", "")));
    EXPECT_EQ(complaint([] { named_texts(parse_json(R"({"n": {"z": 1}})"), "n"); }),
              "\"z\" should be a text, but is 1");
}

TEST(Fields, AKeyThatDoesNotExistLeavesTheValue) {
    int value = 5;
    read_if_any(parse_json("{}"), "n", value, small_integer);
    EXPECT_EQ(value, 5);
    read_if_any(parse_json(R"({"n": 6})"), "n", value, small_integer);
    EXPECT_EQ(value, 6);
    EXPECT_THAT(complaint([&] { read_if_any(parse_json(R"({"n": null})"), "n", value, small_integer); }),
                HasSubstr("\"n\" should be a whole number"));
}

TEST(Fields, KeysThatShouldBeNodesAreNodes) {
    for (const char* key : {"one", "", "-1", "1x", "99999999999"})
        EXPECT_THAT(complaint([&] {
                        node_counts(Json{{"n", {{key, 3U}}}}, "n");
                    }),
                    HasSubstr("keyed by node numbers"))
            << key;
    EXPECT_EQ(node_counts(Json{{"n", {{"12", 3U}}}}, "n").at(12), 3u);
}

// 7.5 kB of them took 4.2 GB.
TEST(Fields, IndexListsAreBoundedAloneAndTogether) {
    const auto all = [](const std::string& list) { return Json{{"cpus", list}}; };
    EXPECT_EQ(indices<CpuSet>(all("0-65535"), "cpus").size(), 65536);
    for (const auto& list : {std::string("0-65536"), repeated("0-65535,", 900) + "1",
                             std::string("0-2147483647"), repeated("0-9,", 20000) + "0"})
        EXPECT_THAT(complaint([&] { indices<CpuSet>(all(list), "cpus"); }), HasSubstr("\"cpus\" is \"0-"));
    const IndexBudget budget;
    EXPECT_THAT(complaint([&] {
                    for (int i = 0; i < 1000; ++i)
                        indices<CpuSet>(parse_json(R"({"cpus": "0-65535"})"), "cpus");
                }),
                HasSubstr("\"cpus\" and the lists before it name more indices"));
}

TEST(Fields, AReasonShowsLittleOfALongList) {
    EXPECT_LT(complaint([] {
                  indices<CpuSet>(Json{{"cpus", std::string(100000, '0') + "x"}}, "cpus");
              }).size(),
              200u);
}

}  // namespace
}  // namespace accelbench::topology
