#include "reports/words/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/sections.h"
#include "reports/json/document.h"
#include "reports/table/audit.h"
#include "sample_document.h"
#include "sample_machine.h"
#include "sample_scaling.h"
#include "topology/base/failure.h"

namespace accelbench::reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Document again(const Document& document) { return document_from_text(document_to_text(document), "here"); }

TEST(AuditOfADocument, SurvivesWritingAndReading) {
    const auto document = samples::scaling();
    const auto read = again(document);
    EXPECT_EQ(read.audit, document.audit);
    EXPECT_EQ(read.hosts[1].facts->audit, document.hosts[1].facts->audit);
    const auto& before = *document.trials[2].ranks[0].conditions;
    const auto& after = *read.trials[2].ranks[0].conditions;
    EXPECT_EQ(after.load_1min, before.load_1min);
    EXPECT_EQ(after.steal_share, before.steal_share);
    EXPECT_EQ(after.clocks->median_mhz, before.clocks->median_mhz);
    EXPECT_EQ(after.free_memory_bytes, before.free_memory_bytes);
}

TEST(AuditOfADocument, WhatTheSystemDidNotSayComesBackAbsentAndNotZero) {
    auto document = samples::two_nodes();
    document.trials[0].ranks[0].conditions = topology::Conditions{};
    const auto conditions = *again(document).trials[0].ranks[0].conditions;
    EXPECT_FALSE(conditions.load_1min);
    EXPECT_FALSE(conditions.steal_share);
    EXPECT_FALSE(conditions.clocks);
    EXPECT_TRUE(conditions.free_memory_bytes.empty());
}

TEST(AuditOfADocument, AGradeThatIsNoneIsRefused) {
    auto text = document_to_text(samples::two_nodes());
    const std::string good = "\"grade\":\"bad\"";
    ASSERT_NE(text.find(good), std::string::npos);
    text.replace(text.find(good), good.size(), "\"grade\":\"fine\"");
    EXPECT_THROW(document_from_text(text, "here"), Failure);
}

TEST(AuditOfADocument, OneOfBeforeHasNoneAndItsReportsSayNothingOfIt) {
    const auto document = samples::minimal();
    EXPECT_EQ(audit_text(document), "");
    EXPECT_EQ(audit_section(document), "");
}

TEST(AuditOfADocument, RowsThatHostsShareStandOnce) {
    const auto document = samples::scaling();
    std::vector<std::string> said;
    for (const auto& audited : audited_rows(document))
        said.push_back(audited.row.id + " " + host_words(document, audited) + " " + audited.row.value);
    EXPECT_THAT(said, ElementsAre("governor all 2 hosts performance", "turbo node-a on", "turbo node-b off",
                                  "numa_balancing all 2 hosts on",
                                  "memory_channels all 2 hosts not reported: dmidecode needs root"));
}

TEST(AuditOfADocument, TheTableShowsBadRowsWithTheirFixAndNoOthers) {
    const auto text = audit_text(samples::two_nodes());
    EXPECT_THAT(text,
                HasSubstr("  automatic NUMA balancing: on\n    fix: sysctl -w kernel.numa_balancing=0\n"));
    EXPECT_THAT(text, Not(HasSubstr("turbo")));
    EXPECT_THAT(audit_text(samples::scaling()), HasSubstr("all 2 hosts: automatic NUMA balancing: on"));
}

TEST(Conditions, AreShownAsRangesOverAllLaunches) {
    EXPECT_THAT(
        condition_ranges(samples::two_nodes()),
        ElementsAre("load 0.3 to 2.0 (including this sweep's own)", "stolen by the hypervisor 0.0 to 6.1 %",
                    "clocks 2.39 to 2.67 GHz", "free memory of node 0 at least 50.0 GiB"));
    auto document = samples::two_nodes();
    for (auto& trial : document.trials)
        for (auto& rank : trial.ranks) rank.conditions.reset();
    EXPECT_TRUE(condition_ranges(document).empty());
    document.trials[1].ranks[0].conditions = topology::Conditions{{}, 0.02, {}, {}};
    EXPECT_THAT(condition_ranges(document), ElementsAre("stolen by the hypervisor 2.0 %"))
        << "what nobody told is left out";
}

TEST(Conditions, LaunchesThatLostTimeToOtherGuestsAreNamed) {
    EXPECT_THAT(stolen_trials(samples::two_nodes()), ElementsAre("trial 2 (6.1 %)"));
    EXPECT_THAT(audit_text(samples::two_nodes()),
                HasSubstr("lost more than 5 % of their cpu time to other guests: trial 2 (6.1 %)"));
    EXPECT_THAT(audit_section(samples::two_nodes()),
                HasSubstr("was stolen by the hypervisor in trial 2 (6.1 %)"));
}

TEST(AuditSection, FoldsGoodRowsAndShowsTheOthers) {
    const auto html = audit_section(samples::two_nodes());
    const auto fold = html.find("<details>");
    ASSERT_NE(fold, std::string::npos);
    EXPECT_LT(html.find("automatic NUMA balancing"), html.find("turbo")) << "bad before warn";
    EXPECT_LT(html.find("memory modules"), fold);
    EXPECT_GT(html.find("frequency governor"), fold);
    EXPECT_THAT(html, HasSubstr("<code>sysctl -w kernel.numa_balancing=0</code>"));
    EXPECT_THAT(html, Not(HasSubstr(">Host<"))) << "one machine needs no such column";
    EXPECT_THAT(audit_section(samples::scaling()), HasSubstr(">Host<"));
}

TEST(AuditSection, EscapesWhatTheSystemSays) {
    auto document = samples::two_nodes();
    document.audit[2].value = "<b>on</b>";
    EXPECT_THAT(audit_section(document), HasSubstr("&lt;b&gt;on&lt;/b&gt;"));
}

}  // namespace
}  // namespace accelbench::reports
