#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../failure_text.h"
#include "harness/cli/sweep_request.h"
#include "harness/plan/axes.h"

namespace accelbench::cli {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;

SweepRequest request_of(const std::vector<std::pair<std::string, std::string>>& typed) {
    SweepRequest request;
    for (const auto& [name, text] : typed) {
        request.typed.emplace_back(name, text);
        for (const auto& option : sweep_options())
            if (option.name == name) option.apply(request, text);
    }
    return request;
}

std::vector<std::string> names_of(const std::vector<topology::PolicyChoice>& choices) {
    std::vector<std::string> names;
    for (const auto& choice : choices) names.push_back(choice.name());
    return names;
}

TEST(SweepOptions, AnAliasIsKeptUnderItsRealName) {
    EXPECT_THAT(names_of(request_of({{"policies", "interleaved,local"}}).options.policies),
                ElementsAre("interleave", "local"));
}

TEST(SweepOptions, AllMeansTheFour) {
    EXPECT_THAT(names_of(request_of({{"policies", "all"}}).options.policies),
                ElementsAre("baseline", "local", "interleave", "remote"));
}

/// Otherwise --help promises one number of steps, and a sweep without --steps makes another.
TEST(SweepOptions, ADefaultThatTheHelpShowsChangesNothingWhenItIsTyped) {
    int shown = 0;
    for (const auto& option : sweep_options()) {
        if (option.default_value.empty()) continue;
        auto options = request_of({{option.name, option.default_value}}).options;
        if (option.name == "policies") options.policies.clear();  // none is all: see AllMeansTheFour
        for (const auto& axis : plan::axes())                     // a level that is the usual one is as good as none
            if (options.levels[axis.name] == std::vector{axis.usual} || options.levels[axis.name].empty())
                options.levels.erase(axis.name);
        EXPECT_EQ(options, plan::SweepOptions{}) << option.name << " " << option.default_value;
        ++shown;
    }
    EXPECT_GE(shown, 9);
}

TEST(SweepOptions, AnOptionGivenTwiceCountsAsItsLastValue) {
    EXPECT_THAT(names_of(request_of({{"policies", "all"}, {"policies", "local"}}).options.policies),
                ElementsAre("local"));
    const auto parameters = request_of({{"preset", "tiny"}, {"preset", "small"}}).options.parameters;
    EXPECT_THAT(parameters, ElementsAre(std::pair<std::string, std::string>("preset", "small")));
}

TEST(SweepOptions, PagesAreAListOfTheFieldsOwnNames) {
    using topology::PageKind;
    EXPECT_THAT(request_of({{"pages", "2m, 4k,2m"}}).options.pages,
                ElementsAre(PageKind::huge, PageKind::base));
    EXPECT_THAT(request_of({{"pages", "4k"}, {"pages", "thp"}}).options.pages,
                ElementsAre(PageKind::transparent_huge));
    EXPECT_THAT(failure_text([] {
                    request_of({{"pages", "tph"}});
                }),
                HasSubstr("--pages: unknown kind of pages 'tph'; did you mean 'thp'?"));
    EXPECT_THAT(failure_text([] { request_of({{"pages", "system"}}); }), HasSubstr("there are: 4k, thp, 2m"));
    EXPECT_THAT(failure_text([] { request_of({{"pages", ","}}); }), HasSubstr("no kind of pages in it"));
}

TEST(SweepOptions, PlacesAreSeveralAndAClassMustBeTheKernels) {
    const auto request = request_of({{"place", "weights=interleave,optimizer=node:0,2;staging=remote"}});
    EXPECT_THAT(names_of(request.options.places),
                ElementsAre("weights=interleave,optimizer=bind:0,2", "staging=remote"));
    cross_check(request);
    const auto misspelt = request_of({{"place", "wieghts=interleave"}});
    EXPECT_THAT(failure_text([&] { cross_check(misspelt); }), HasSubstr("did you mean 'weights'?"));
    const auto other_kernel = request_of({{"kernel", "null"}, {"place", "weights=interleave"}});
    EXPECT_THAT(failure_text([&] { cross_check(other_kernel); }), HasSubstr("there are: buffer"));
}

TEST(SweepOptions, BothReadingsOfProcessesExcludeEachOther) {
    const auto both = request_of({{"num-processes", "4"}, {"processes-per-machine", "2"}});
    EXPECT_THAT(failure_text([&] { cross_check(both); }), HasSubstr("exclude each other"));
}

TEST(SweepOptions, AnotherMachineIsOnlyEverPlannedFor) {
    const auto request = request_of({{"from", "numa:2 core:2 pu:1"}});
    EXPECT_THAT(failure_text([&] { cross_check(request); }), HasSubstr("add --dry-run"));
}

TEST(SweepOptions, AParameterOfAnotherKernelIsRefusedByName) {
    const auto request = request_of({{"kernel", "null"}, {"batch", "4"}});
    EXPECT_THAT(failure_text([&] { cross_check(request); }),
                HasSubstr("kernel null: unknown parameter 'batch'"));
}

// A new axis needs no line in the command line's sources.
TEST(SweepOptions, ThoseOfTheAxesAreAmongThem) {
    std::vector<std::string> names, of_axes;
    for (const auto& option : sweep_options()) names.push_back(option.name);
    for (const auto& axis : plan::axes())
        for (const auto& option : axis.options) of_axes.push_back(option.name);
    EXPECT_GE(of_axes.size(), 10U);
    EXPECT_THAT(names, testing::IsSupersetOf(of_axes));
}

TEST(SweepOptions, NamesOfOptionsAreUnique) {
    std::vector<std::string> names;
    for (const auto& option : sweep_options()) names.push_back(option.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace accelbench::cli
