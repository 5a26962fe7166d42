#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "audited_tree.h"
#include "harness/cli/doctor_view.h"
#include "topology/audit/facts.h"

namespace accelbench::topology {
namespace {

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

class AuditTable : public testing::TestWithParam<const char*> {};

// Changed on purpose? scripts/golden --update renews the table; read the difference before it is committed.
TEST_P(AuditTable, IsTheGoldenOne) {
    const AuditedTree tree(GetParam());
    const auto table = cli::doctor_text(audit(tree.input()));
    const auto path = std::string(ACCELBENCH_SOURCE_DIR "/tests/golden/audit/") + GetParam() + ".txt";
    if (const char* folder = std::getenv("ACCELBENCH_WRITE_GOLDEN"); folder != nullptr)
        std::ofstream(std::string(folder) + "/" + GetParam() + ".txt") << table;
    EXPECT_EQ(table, text_of(path));
}

INSTANTIATE_TEST_SUITE_P(Machines, AuditTable,
                         testing::Values("intel-2-sockets", "amd-nps4", "grace", "container", "cloud-vm"),
                         [](const auto& machine) {
                             std::string name = machine.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(Audit, AMachineThatIsSetAsItShouldBeHasNothingToFix) {
    const AuditedTree tree("amd-nps4");
    for (const auto& fact : audit(tree.input())) {
        EXPECT_NE(fact.grade, Grade::bad) << fact.id << ": " << fact.value;
        EXPECT_EQ(fact.fix, "") << fact.id;
    }
}

TEST(Audit, ARowThatNeedsFixingSaysHowAndAGoodOneDoesNot) {
    for (const auto* name : {"intel-2-sockets", "grace", "container", "cloud-vm"}) {
        const AuditedTree tree(name);
        for (const auto& fact : audit(tree.input())) {
            const bool wants_fixing = fact.grade == Grade::bad || fact.grade == Grade::warn;
            EXPECT_EQ(fact.fix.empty(), !wants_fixing) << name << " " << fact.id;
            EXPECT_NE(fact.value, "") << name << " " << fact.id;
            EXPECT_NE(fact.why, "") << name << " " << fact.id;
        }
    }
}

TEST(Audit, ATreeThatSaysNothingIsUnknownOrGoodAndNeverBad) {
    const FileTree tree;
    for (const auto& fact : audit(bare(tree)))
        EXPECT_NE(fact.grade, Grade::bad) << fact.id << ": " << fact.value;
}

TEST(Audit, AContainerIsToldThatTheHostFixesItsSettings) {
    FileTree tree;
    auto input = bare(tree);
    input.environment.numa_balancing = "1";
    EXPECT_TRUE(row(input, "numa_balancing").prepare_host);
    input.environment.virtualisation = "container (docker)";
    EXPECT_EQ(row(input, "numa_balancing").fix, "on the host: sysctl -w kernel.numa_balancing=0");
    EXPECT_FALSE(row(input, "numa_balancing").prepare_host);
}

TEST(Audit, EachIdNamesOneFact) {
    std::set<std::string> ids;
    for (const auto& fact : facts()) EXPECT_TRUE(ids.insert(fact.id).second) << fact.id;
}

/// The names in scripts/fixes, each once.
std::set<std::string> fixes_of_prepare_host() {
    std::set<std::string> names;
    std::ifstream table(ACCELBENCH_SOURCE_DIR "/scripts/fixes");
    for (std::string line; std::getline(table, line);)
        if (!line.empty() && line.front() != '#') names.insert(line.substr(0, line.find_first_of(" |")));
    return names;
}

TEST(Audit, PrepareHostKnowsTheFixesThatItIsSaidToKnowAndNoOthers) {
    const auto said = facts_of_prepare_host();
    EXPECT_EQ(fixes_of_prepare_host(), std::set<std::string>(said.begin(), said.end()));
}

}  // namespace
}  // namespace accelbench::topology
