#include "harness/counters/processor/event_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "../../../topology/file_tree.h"
#include "topology/base/failure.h"

namespace accelbench::counters {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string fixture(const std::string& name) {
    std::ifstream file(ACCELBENCH_SOURCE_DIR "/tests/fixtures/counters/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

HardwareEvents events_of(const std::string& cpuinfo) {
    const topology::FileTree tree;
    tree.write("/proc/cpuinfo", fixture("cpuinfo/" + cpuinfo + ".txt"));
    return hardware_events(read_processor(tree.root()));
}

// The events of a neighbour would be refused, or worse, count something else.
TEST(HardwareEvents, EachProcessorGetsItsOwnFile) {
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"skylake-sp", "Intel Skylake-SP"},
        {"cascade-lake", "Intel Cascade Lake and Cooper Lake"},
        {"ice-lake-sp", "Intel Ice Lake-SP"},
        {"sapphire-rapids", "Intel Sapphire Rapids and Emerald Rapids"},
        {"emerald-rapids", "Intel Sapphire Rapids and Emerald Rapids"},
        {"granite-rapids", "Intel Granite Rapids"},
        {"zen2", "AMD Zen 2"},
        {"zen3", "AMD Zen 3"},
        {"zen3-guest", "AMD Zen 3"},
        {"zen4", "AMD Zen 4"},
        {"zen5", "AMD Zen 5"},
        {"neoverse-n1", "Arm Neoverse N1"},
        {"neoverse-v1", "Arm Neoverse V1"},
        {"neoverse-n2", "Arm Neoverse N2"},
        {"grace", "Arm Neoverse V2 (NVIDIA Grace)"},
    };
    for (const auto& [cpuinfo, processor] : expected)
        EXPECT_EQ(events_of(cpuinfo).processor, processor) << cpuinfo;
}

TEST(HardwareEvents, NoTwoFilesFitOneProcessor) {
    for (int family = 0; family < 32; ++family)
        for (int model = 0; model < 256; ++model)
            for (const char* vendor : {"GenuineIntel", "AuthenticAMD"})
                for (const int stepping : {0, 4, 5, 15}) {
                    const Processor processor{vendor, family, model, stepping, 0, 0, false};
                    const auto fitting = std::count_if(event_maps().begin(), event_maps().end(),
                                                       [&](const auto& map) { return fits(map, processor); });
                    ASSERT_LE(fitting, 1) << to_text(processor);
                }
}

TEST(HardwareEvents, OfAnUnknownProcessorEachMeaningIsThereWithTheReason) {
    const auto events = events_of("zen1");
    EXPECT_THAT(events.processor,
                HasSubstr("no data file for this processor (AuthenticAMD family 23 model 1"));
    ASSERT_EQ(events.rows.size(), meanings().size());
    for (const auto& row : events.rows) EXPECT_EQ(row.info.reason, events.processor) << row.info.name;
}

TEST(HardwareEvents, WhereProcIsHiddenThatIsTheReason) {
    const topology::FileTree empty;
    EXPECT_THAT(hardware_events(read_processor(empty.root())).processor,
                HasSubstr("/proc/cpuinfo names no processor"));
}

TEST(EventMap, EachFileOfProcessorsIsBuiltIn) { EXPECT_GE(event_maps().size(), 13u); }

TEST(EventMap, UnitsInBracesAreEachOfThem) {
    EXPECT_THAT(each_unit("imc{0-2}::CAS:RD"), ElementsAre("imc0::CAS:RD", "imc1::CAS:RD", "imc2::CAS:RD"));
    EXPECT_THAT(each_unit("INST_RETIRED:ANY"), ElementsAre("INST_RETIRED:ANY"));
}

/// A whole file, with one row changed by the test.
std::string map_with(const std::string& field, const nlohmann::json& value) {
    nlohmann::json map = {
        {"processor", "p"}, {"match", nlohmann::json::array()}, {"counters", nlohmann::json::array()}};
    for (const auto& meaning : meanings())
        map["counters"].push_back({{"name", meaning.name}, {"unit", meaning.unit}, {"reason", "no event"}});
    map["counters"][0] = {
        {"name", "instructions"},
        {"unit", "1"},
        {"component", "core"},
        {"scope", "process"},
        {"events", {"INST"}},
        {"leaves_out", "some"},
        {"reference", "manual"},
    };
    if (!field.empty()) map["counters"][0][field] = value;
    return map.dump();
}

std::string refusal(const std::string& text) {
    try {
        event_map_from_text(text, "new.json");
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "";
}

// A row that says nothing of its gaps or its source would let its number be read as the truth.
TEST(EventMap, ARowThatLacksSomethingIsRefusedByName) {
    EXPECT_EQ(refusal(map_with("", "")), "");
    EXPECT_THAT(refusal(map_with("leaves_out", "")),
                HasSubstr("new.json is no map of a processor's events: "
                          "counters[0]: instructions: leaves_out is empty"));
    EXPECT_THAT(refusal(map_with("reference", "")), HasSubstr("reference is empty"));
    EXPECT_THAT(refusal(map_with("name", "instructoins")), HasSubstr("'instructoins' is no meaning"));
    EXPECT_THAT(refusal(map_with("name", "cycles")), HasSubstr("rows for instructions; one is needed"));
    EXPECT_THAT(refusal(map_with("unit", "bytes")), HasSubstr("instructions: the unit is 1"));
    EXPECT_THAT(refusal(map_with("component", "offcore")), HasSubstr("neither core nor uncore"));
    EXPECT_THAT(refusal(map_with("scale", 0)), HasSubstr("scale must be above 0"));
    EXPECT_THAT(refusal(map_with("reason", "but has events")), HasSubstr("either events or the reason"));
    EXPECT_THAT(refusal(map_with("events", nlohmann::json::array())),
                HasSubstr("either events or the reason"));
}

TEST(EventMap, AFieldOfAnotherKindIsNamedWithWhatItIs) {
    EXPECT_THAT(refusal(map_with("events", "INST")),
                HasSubstr("counters[0]: \"events\" should be a list, but is \"INST\""));
    EXPECT_THAT(refusal(map_with("scale", "two")), HasSubstr("\"scale\" should be a number, but is \"two\""));
    EXPECT_THAT(refusal(map_with("kernel_names", nlohmann::json::parse(R"([["A", 5]])"))),
                HasSubstr("kernel_names[0]: \"kernel_names\" should be a list of texts, but is 5"));
    for (const char* models : {"[[5, 1]]", "[[-1, 3]]", "[[1]]", "[7]", "[[1, 99999999999]]"})
        EXPECT_THAT(refusal(R"({"processor": "p", "match": [{"vendor": "v", "family": 6, "models": )" +
                            std::string(models) + R"(}], "counters": []})"),
                    HasSubstr("match[0]: models[0]: a range [low, high] of whole numbers was expected, not "));
}

unsigned long code_of(const nlohmann::json& lists, const std::vector<std::string>& names) {
    unsigned long code = 0;
    for (const auto& name : names)
        for (const auto& list : lists)
            if (list.contains(name)) code |= std::stoul(list.at(name).get<std::string>(), nullptr, 16);
    return code;
}

// A wrong digit in a raw code counts another event, and nobody refuses it.
TEST(EventMap, RawCodesAreThoseOfTheKernelsPublishedLists) {
    const auto lists = nlohmann::json::parse(fixture("kernel_events.json")).at("lists");
    int checked = 0;
    for (const EventMap& map : event_maps()) {
        for (const EventRow& row : map.rows) {
            for (std::size_t i = 0; i < row.events.size(); ++i) {
                const std::string mark = "perf_raw::r";
                if (row.events[i].rfind(mark, 0) != 0) continue;
                ASSERT_EQ(row.kernel_names.size(), row.events.size())
                    << map.processor << ", " << row.info.name;
                EXPECT_EQ(std::stoul(row.events[i].substr(mark.size()), nullptr, 16),
                          code_of(lists, row.kernel_names[i]))
                    << map.processor << ", " << row.info.name;
                ++checked;
            }
        }
    }
    EXPECT_GE(checked, 30);
}

}  // namespace
}  // namespace accelbench::counters
