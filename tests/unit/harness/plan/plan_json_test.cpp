#include "harness/plan/plan_json.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "../../failure_text.h"
#include "harness/version.h"

namespace accelbench::plan {
namespace {

using test::failure_text;
using testing::HasSubstr;

SweepOptions sample_options(const TypedOptions&) {
    SweepOptions options;
    options.kernel = "null";
    options.num_processes = {1, 2};
    options.parameters = {{"step", "0.01"}};
    options.seed = 7;
    options.launches = 3;
    return options;
}

Plan sample_plan() {
    Surroundings around;
    around.machine = topology::machine_from("numa:2 core:2 pu:1");
    return make_plan(sample_options({}), {{"kernel", "null"}, {"seed", "7"}}, around,
                     {"accelbench", "sweep"});
}

TEST(PlanJson, APlanComesBackAsItWas) {
    const auto plan = sample_plan();
    const auto again = plan_from_text(plan_to_text(plan), "plan.json", sample_options);
    EXPECT_EQ(plan_to_text(again), plan_to_text(plan));
    EXPECT_EQ(again.typed, plan.typed);
    EXPECT_EQ(again.options, plan.options);
    ASSERT_EQ(again.cells.size(), plan.cells.size());
    EXPECT_EQ(again.cells[3].placement[0].cpus, plan.cells[3].placement[0].cpus);
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// Of format 2, as accelbench 0.1.0 wrote it; of this version, as no other is resumed.
std::string captured_plan() {
    std::ifstream file(ACCELBENCH_SOURCE_DIR "/tests/fixtures/formats/plan-2.json");
    std::stringstream text;
    text << file.rdbuf();
    return changed(text.str(), "\"version\": \"0.1.0\"", fmt::format("\"version\": \"{}\"", version));
}

TEST(PlanJson, APlanOfAnOlderFormatIsRead) {
    const auto plan = plan_from_text(captured_plan(), "plan.json", sample_options);
    EXPECT_EQ(plan.version, version);
    EXPECT_EQ(plan.typed.back(), std::pair(std::string("fail"), std::string("exit:0")));
    EXPECT_EQ(plan.surroundings.machine.hostname, "node-1");
    EXPECT_NE(plan.surroundings.environment.kernel, "");
    ASSERT_EQ(plan.cells.size(), 2u);
    EXPECT_EQ(plan.cells[1].policy, "local");
    EXPECT_EQ(plan.cells[1].placement[1].cpus, topology::CpuSet{1});
    const auto again = plan_from_text(plan_to_text(plan), "plan.json", sample_options);
    EXPECT_EQ(plan_to_text(again), plan_to_text(plan));
}

/// Losses of `flat` and `auto` round differently: a session that mixed them would report policies as diverging.
TEST(PlanJson, APlanOfTheTimeWhenFlatWasTheDefaultKeepsIt) {
    const auto text = changed(captured_plan(), "\"accelbench_plan\": 2", "\"accelbench_plan\": 1");
    const auto read = [](const TypedOptions& typed) {
        auto options = sample_options(typed);
        for (const auto& [name, value] : typed)
            if (name == "allreduce") options.allreduce = value;
        return options;
    };
    EXPECT_EQ(plan_from_text(text, "plan.json", read).options.allreduce, "flat");
    EXPECT_EQ(plan_from_text(plan_to_text(sample_plan()), "plan.json", read).options.allreduce, "auto");
}

TEST(PlanJson, ATruncatedPlanIsRefusedInOneLine) {
    const auto text = plan_to_text(sample_plan());
    const auto message =
        failure_text([&] { plan_from_text(text.substr(0, text.size() / 2), "d/plan.json", sample_options); });
    EXPECT_THAT(message, HasSubstr("d/plan.json is not a plan that this accelbench can resume"));
    EXPECT_EQ(message.find('\n'), std::string::npos);
}

/// What is said of the sample plan with one text in it changed.
std::string refusal_with(const std::string& from, const std::string& to) {
    const auto text = changed(plan_to_text(sample_plan()), from, to);
    return failure_text([&] { plan_from_text(text, "plan.json", sample_options); });
}

TEST(PlanJson, APlanOfALaterFormatIsNotCalledDamaged) {
    EXPECT_EQ(
        refusal_with(fmt::format("\"accelbench_plan\": 3,\n \"accelbench_version\": \"{}\"", version),
                     "\"accelbench_plan\": 4, \"accelbench_version\": \"9.8.7\""),
        fmt::format(
            "plan.json: \"accelbench_plan\" is 4, written by accelbench 9.8.7; this is accelbench {}, which "
            "reads up to 3: use accelbench 9.8.7 or newer, or start over with another --out",
            version));
}

TEST(PlanJson, APlanOfAnotherAccelbenchIsRefused) {
    EXPECT_THAT(refusal_with(fmt::format("\"accelbench_version\": \"{}\"", version),
                             "\"accelbench_version\": \"0.0.9\""),
                HasSubstr("made by accelbench 0.0.9, this is "));
}

TEST(PlanJson, AMessageNamesTheFileTheFieldAndWhatIsThere) {
    const std::string begins = "plan.json is not a plan that this accelbench can resume: ";
    EXPECT_EQ(
        refusal_with("\"accelbench_plan\": 3", "\"accelbench_plan\": \"3\""),
        begins + "\"accelbench_plan\" should be a whole number, but is \"3\"; start over with another --out");
    EXPECT_THAT(refusal_with("\"skip\": \"\"", "\"skip\": 0"),
                HasSubstr(begins + "cells[0]: \"skip\" should be a text, but is 0"));
    EXPECT_THAT(refusal_with("\"argv\": [", "\"argv\": [1, "),
                HasSubstr(begins + "\"argv\" should be a list of texts, but is 1"));
}

// A plan is a file that anybody may have edited; these crashed, or divided by zero.
TEST(PlanJson, ACellThatCannotBeRunIsNamed) {
    EXPECT_THAT(refusal_with("\"kernel\": \"null\"", "\"kernel\": \"fortran\""),
                HasSubstr("unknown kernel 'fortran'"));
    EXPECT_THAT(refusal_with("\"allreduce\": \"auto\"", "\"allreduce\": \"abacus\""),
                HasSubstr("unknown all-reduce 'abacus'"));
    EXPECT_THAT(refusal_with("\"machines\": 1", "\"machines\": 0"),
                HasSubstr("\"machines\" should lie in 1.."));
    EXPECT_THAT(refusal_with("\"threads\": 2,", "\"threads\": 0,"),
                HasSubstr("\"threads\" should lie in 1.."));
    EXPECT_THAT(refusal_with("\"machines\": 1", "\"machines\": 3"),
                HasSubstr("do not divide over 3 machines"));
    EXPECT_THAT(refusal_with("\"processes\": 1,", "\"processes\": 2,"),
                HasSubstr("places for 1 ranks of a machine, and 2"));
}

/// No field has the value that it has by default.
topology::Environment sample_environment() {
    topology::Environment facts;
    int number = 0;
    for (auto* text : {&facts.kernel, &facts.distribution, &facts.virtualisation, &facts.governor,
                       &facts.transparent_hugepage, &facts.transparent_hugepage_2mib, &facts.numa_balancing,
                       &facts.zone_reclaim, &facts.aslr, &facts.perf_event_paranoid, &facts.clock_source,
                       &facts.mempolicy, &facts.versions, &facts.emulation})
        *text = "text " + std::to_string(++number);
    facts.transparent_hugepage_bytes = 2 << 20;
    facts.base_page_bytes = 4096;
    facts.huge_pages = topology::HugePagePool{{{0, {9, 8}}, {3, {7, 6}}}, 5};
    facts.cpu_quota_cores = 1.5;
    facts.memory_limit_bytes = std::uint64_t{3} << 30;
    facts.load_1min = 0.25;
    return facts;
}

// Without it a resumed session lost the mark of an emulated machine, and its times were judged. With another one the
// report would show settings that the launches did not have.
TEST(PlanJson, TheEnvironmentComesBackInEveryField) {
    auto plan = sample_plan();
    plan.surroundings.environment = sample_environment();
    const auto text = plan_to_text(plan);
    EXPECT_THAT(text, HasSubstr("\"clock_source\": \"text 11\""));
    const auto again = plan_from_text(text, "plan.json", sample_options);
    EXPECT_EQ(again.surroundings.environment, sample_environment());
    EXPECT_NE(again.surroundings.environment, topology::Environment{}) << "the sample is no default";
}

TEST(PlanJson, APlanWithoutItsEnvironmentIsRefused) {
    EXPECT_THAT(refusal_with("\"environment\": {", "\"surroundings\": {"), HasSubstr("\"environment\" is missing"));
}

TEST(PlanJson, AnotherMachineIsTold) {
    const auto here = topology::machine_from("numa:2 core:2 pu:1");
    EXPECT_EQ(machine_difference(here, here), "");
    EXPECT_THAT(machine_difference(here, topology::machine_from("numa:4 core:1 pu:1")),
                HasSubstr("NUMA nodes"));
}

TEST(PlanJson, AMachineThatLostCpusOrMemoryIsTold) {
    const auto here = topology::machine_from("pack:2 [numa(memory=1GB)] core:2 pu:1");
    auto now = here;
    now.cpus = {0, 1, 2};
    EXPECT_EQ(machine_difference(here, now), "cpus 0-3 then, 0-2 now");
    now = here;
    now.nodes[1].kind = topology::MemoryKind::none;
    EXPECT_EQ(machine_difference(here, now), "memory on nodes 0-1 then, on 0 now");
    now = here;
    now.nodes[1].memory_bytes /= 2;
    EXPECT_EQ(machine_difference(here, now), "node 1 had 953 MiB of memory, and has 476 MiB now");
    now.nodes[1].memory_bytes = here.nodes[1].memory_bytes - 50'000'000;
    EXPECT_EQ(machine_difference(here, now), "") << "ballooning";
}

TEST(Plan, ASeedIsDrawnOnceAndFitsADouble) {
    SweepOptions options;
    options.kernel = "null";
    options.num_processes = {1};
    Surroundings around;
    around.machine = topology::machine_from("numa:1 core:2 pu:1");
    const auto a = make_plan(options, {}, around, {}), b = make_plan(options, {}, around, {});
    EXPECT_NE(a.options.seed, b.options.seed);
    EXPECT_LT(a.options.seed, 1ull << 53);
    // Without it a resumed session would draw another order.
    EXPECT_EQ(a.typed.back(), std::pair(std::string("seed"), std::to_string(a.options.seed)));
}

}  // namespace
}  // namespace accelbench::plan
