#include "harness/counters/open.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_source.h"

namespace accelbench::counters {
namespace {

using ::testing::ElementsAre;

TEST(Wanted, AutoIsAllThatThereIsAndNoneIsNothing) {
    EXPECT_TRUE(wanted_from("auto").wants("cycles"));
    EXPECT_FALSE(wanted_from("none").wants("cycles"));
    EXPECT_FALSE(wanted_from("none").all);
}

TEST(Wanted, NamesAreThoseAndNoOthers) {
    const auto wanted = wanted_from("cycles,numa_hit");
    EXPECT_THAT(wanted.names, ElementsAre("cycles", "numa_hit"));
    EXPECT_TRUE(wanted.wants("numa_hit"));
    EXPECT_FALSE(wanted.wants("numa_miss"));
}

std::unique_ptr<Source> offer(const Wanted& wanted, bool refused) {
    if (!wanted.wants("energy_joules")) return nullptr;
    auto source = std::make_unique<FakeSource>(std::vector<std::string>{"energy_joules"},
                                               std::vector<std::vector<Reading>>{{{.value = 1.0}}});
    if (refused) source->refuse(0, "not permitted");
    return source;
}
std::vector<std::string> offered_names() { return {"energy_joules"}; }
std::unique_ptr<Source> open_readable(const Wanted& wanted) { return offer(wanted, false); }
std::unique_ptr<Source> open_refused(const Wanted& wanted) { return offer(wanted, true); }

const SourceRow readable{"readable", offered_names, open_readable};
const SourceRow refused{"refused", offered_names, open_refused};

// Read twice, it would cost twice and stand twice in the report.
TEST(OpenSources, ANameThatOneSourceReadsIsNotOpenedAgain) {
    EXPECT_EQ(open_sources(wanted_from("auto"), {readable, readable}).size(), 1u);
}

TEST(OpenSources, ANameThatOneSourceCanNotReadIsAskedOfTheNext) {
    EXPECT_EQ(open_sources(wanted_from("auto"), {refused, readable}).size(), 2u);
}

TEST(OpenSources, NothingThatIsNotWantedIsOpened) {
    EXPECT_TRUE(open_sources(wanted_from("cycles"), {readable}).empty());
}

}  // namespace
}  // namespace accelbench::counters
