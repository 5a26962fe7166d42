#include "reports/analysis/slow_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "reports/words/derive.h"
#include "reports/words/slow_host.h"
#include "sample_rotation.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const HostEffect& effect_of(const Document& document, std::string_view host) {
    for (const HostEffect& effect : document.host_effects)
        if (effect.host == host) return effect;
    throw std::runtime_error("no effect of " + std::string(host));
}

TEST(SlowHost, ThatWasPlantedIsNamedWithItsPrice) {
    const Document document = samples::rotated();
    const HostEffect& effect = effect_of(document, "node-3");
    EXPECT_EQ(effect.verdict, Verdict::slower);
    EXPECT_NEAR(effect.ratio->value, 1.31, 1e-9);
    EXPECT_EQ(effect.choices_with, 2);
    EXPECT_EQ(effect.choices_without, 1);
    const auto findings = host_findings(document);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].head, "local 2 x 2 x 1: a slow host");
    EXPECT_EQ(findings[0].effect->why,
              "node-3: choices with it take 1.31x the step time of those without (95 % "
              "interval 1.31 to 1.31, n = 12 blocks, 2 choices against 1, 68.8 ms against 52.6 ms)");
}

// Without node-1 there is only the slow pair: node-1 seems to help, and is not told as a finding.
TEST(SlowHost, OthersBesideItAreNeverCalledSlow) {
    const Document document = samples::rotated();
    EXPECT_EQ(effect_of(document, "node-1").verdict, Verdict::faster);
    EXPECT_NEAR(effect_of(document, "node-1").ratio->value, 1 / std::sqrt(1.31), 1e-9);
}

TEST(SlowHost, WithoutOneNothingIsSaid) {
    const Document document = samples::rotation_document("", 1);
    EXPECT_EQ(effect_of(document, "node-3").verdict, Verdict::same);
    EXPECT_TRUE(host_findings(document).empty());
    EXPECT_THAT(render_table(document), Not(HasSubstr("hosts, each in turn")));
    EXPECT_THAT(render_html(document), HasSubstr("No host stands out."));
}

TEST(SlowHost, OfTooFewBlocksIsInconclusive) {
    const Document document = samples::rotation_document("node-3", 1.31, 9);
    const auto findings = host_findings(document);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].effect->verdict, Verdict::inconclusive);
    EXPECT_EQ(findings[0].head, "local 2 x 2 x 1: inconclusive whether a host is slow, the most suspect is");
    EXPECT_THAT(findings[0].effect->why, HasSubstr("too few blocks, a verdict needs 10"));
}

TEST(SlowHost, AnEffectWithinTheMarginIsNone) {
    EXPECT_TRUE(host_findings(samples::rotation_document("node-3", 1.015)).empty());
}

// In a block that lost a slow choice, the mean of those with the host would look faster than it is.
TEST(SlowHost, ABlockThatLacksAChoiceCountsForNoHost) {
    Document document = samples::rotated();
    document.trials[1].status = TrialStatus::failed;
    derive(document);
    EXPECT_EQ(effect_of(document, "node-2").ratio->n, 11);
    EXPECT_EQ(effect_of(document, "node-2").dropped_blocks, 1);
}

TEST(SlowHost, AChoiceThatNeverWorkedIsLeftOut) {
    Document document = samples::rotated();
    for (Trial& trial : document.trials)
        if (trial.cell == document.cells[1].id) trial.status = TrialStatus::failed;
    derive(document);
    EXPECT_EQ(effect_of(document, "node-3").choices_with, 1);
    EXPECT_EQ(effect_of(document, "node-3").ratio->n, 12);
}

TEST(SlowHost, IsNotLookedForInOtherPoliciesOrOnEmulatedMachines) {
    Document document = samples::rotated();
    document.cells[0].policy = "remote";
    derive(document);
    EXPECT_EQ(document.host_effects.size(), 2U)
        << "node-1 and node-2; node-3 is in both choices that are left";
    document = samples::rotated();
    document.environment.emulation = "numa-lab, tcg";
    derive(document);
    EXPECT_TRUE(document.host_effects.empty());
}

// Both ends of a slow link are in a slow choice: taken by their means alone, both would be slow hosts.
TEST(SlowHost, IsNeitherEndOfOneSlowLink) {
    const Document document =
        samples::rotation_of({{"a+b", 1.5}, {"a+c", 1}, {"a+d", 1}, {"b+c", 1}, {"b+d", 1}, {"c+d", 1}});
    EXPECT_GT(effect_of(document, "a").ratio->low, 1.1);
    EXPECT_LT(effect_of(document, "a").p_adjusted, 0.05);
    EXPECT_EQ(effect_of(document, "a").verdict, Verdict::inconclusive);
    EXPECT_THAT(effect_of(document, "a").why,
                HasSubstr("but a+c alone take 1.000x: a slow link, or another slow host, may be the cause"));
}

// In a ring of windows b and d stand beside the slow c in one of their two choices each.
TEST(SlowHost, IsNotTheNeighbourOfOneInABalancedRotation) {
    const Document document = samples::rotation_of(
        {{"a+b", 1}, {"b+c", 1.4}, {"c+d", 1.4}, {"d+e", 1}, {"e+f", 1}, {"f+g", 1}, {"a+g", 1}});
    const auto findings = host_findings(document);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].effect->host, "c");
    EXPECT_NEAR(*findings[0].effect->least_ratio, 1.4, 1e-9);
}

TEST(SlowHost, SurvivesWritingAndReading) {
    const std::string text = document_to_text(samples::rotated());
    const Document again = document_from_text(text, "rotated");
    EXPECT_EQ(document_to_text(again), text);
    EXPECT_EQ(effect_of(again, "node-3").verdict, Verdict::slower);
}

}  // namespace
}  // namespace accelbench::reports
