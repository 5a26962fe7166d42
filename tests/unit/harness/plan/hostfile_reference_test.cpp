// Hostfiles as Accelerate (that is mpirun) and DeepSpeed read them: scripts/reference/hostfiles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "../../failure_text.h"
#include "../temporary_folder.h"
#include "harness/plan/cells.h"
#include "harness/plan/hosts.h"
#include "topology/base/failure.h"

namespace accelbench::plan {
namespace {

using Json = nlohmann::json;
using Slots = std::vector<std::pair<std::string, int>>;
using Ranks = std::optional<std::vector<std::string>>;

const Json& hostfiles() {
    static const Json document = Json::parse(
        std::ifstream(std::string(ACCELBENCH_SOURCE_DIR) + "/tests/fixtures/launch/hostfiles.json"));
    return document["hostfiles"];
}

/// Where accelbench reads what others refuse or refuses what they read, and what it does there.
const std::map<std::string, std::string> own_ways = {
    {"line ends of another system", "read as DeepSpeed does; mpirun stops at the first"},
    {"slots by colon", "read, as MPICH does"},
    {"no slots", "refused: mpirun passes over the host, and DeepSpeed gives it no ranks"},
};

class HostfileReferenceTest : public testing::TestWithParam<std::size_t> {
  protected:
    void SetUp() override {
        std::ofstream(options.hostfile, std::ios::binary) << std::string(wanted["text"]);
    }

    /// nullopt: refused.
    std::optional<Slots> read() const {
        try {
            const auto hosts = find_hosts(options);
            Slots slots;
            for (std::size_t i = 0; i < hosts.names.size(); ++i)
                slots.emplace_back(hosts.names[i], hosts.slots[i]);
            return slots;
        } catch (const Failure&) {
            return std::nullopt;
        }
    }
    /// The host of each rank on a machine that has cores for all; nullopt: refused or skipped.
    Ranks ranks_of(int machines, int processes) {
        if (!read()) return std::nullopt;
        options.kernel = "null";
        options.policies = {*topology::find_policy("baseline")};
        options.num_machines = {machines};
        options.num_processes = {processes};
        Surroundings around;
        around.machine = topology::machine_from("numa:1 core:16 pu:1");
        around.hosts = find_hosts(options);
        const auto cell = make_cells(options, around).at(0);
        if (!cell.skip.empty()) return std::nullopt;
        std::vector<std::string> ranks;
        for (int rank = 0; rank < processes; ++rank)
            ranks.push_back(around.hosts.names.at(static_cast<std::size_t>(rank * machines / processes)));
        return ranks;
    }
    bool has_own_way() const { return own_ways.count(wanted["name"]) > 0; }

    const Json& wanted = hostfiles()[GetParam()];
    const test::TemporaryFolder folder;
    SweepOptions options = [this] {
        SweepOptions given;
        given.hostfile = folder / "hostfile";
        return given;
    }();
};

TEST_P(HostfileReferenceTest, HostsTheirOrderAndSlotsAreThoseOfDeepSpeed) {
    const auto& theirs = wanted["deepspeed"];
    if (!theirs.contains("slots") || wanted["name"] == "no slots") return;
    ASSERT_TRUE(read());
    EXPECT_EQ(*read(), theirs["slots"].get<Slots>());
}

TEST_P(HostfileReferenceTest, RanksGoWhereAcceleratesMpirunPutsThem) {
    if (has_own_way()) return;
    for (const auto& theirs : wanted["accelerate"]) {
        const int machines = theirs["machines"], processes = theirs["processes"];
        SCOPED_TRACE(testing::Message() << processes << " processes on " << machines << " machines");
        // What does not divide is skipped: Accelerate drops the rest of ranks, or moves it on to another
        // machine.
        const auto& ranks = theirs["ranks"];
        const bool runs = processes % machines == 0 && !ranks.is_null();
        EXPECT_EQ(ranks_of(machines, processes),
                  runs ? Ranks(ranks.get<std::vector<std::string>>()) : Ranks());
    }
}

TEST_P(HostfileReferenceTest, WhatBothRefuseIsRefused) {
    if (has_own_way() || wanted["deepspeed"].contains("slots")) return;
    bool any_runs = false;
    for (const auto& theirs : wanted["accelerate"]) any_runs = any_runs || !theirs["ranks"].is_null();
    EXPECT_EQ(read().has_value(), any_runs);
}

TEST_P(HostfileReferenceTest, OwnWaysAreWhatTheyAreSaidToBe) {
    if (!has_own_way()) return;
    EXPECT_EQ(read().has_value(), own_ways.at(wanted["name"]).rfind("read", 0) == 0);
}

INSTANTIATE_TEST_SUITE_P(Each, HostfileReferenceTest, testing::Range(std::size_t{0}, hostfiles().size()),
                         [](const auto& tested) {
                             std::string name = hostfiles()[tested.param]["name"];
                             for (auto& letter : name) letter = letter == ' ' ? '_' : letter;
                             return name;
                         });

// Else the tests above hold nothing to anything.
TEST(HostfileReference, HasWhatIsReadAndWhatIsRefusedByEach) {
    int deepspeed = 0, accelerate = 0;
    for (const auto& hostfile : hostfiles()) {
        deepspeed += hostfile["deepspeed"].contains("slots") ? 1 : 0;
        for (const auto& answer : hostfile["accelerate"]) accelerate += answer["ranks"].is_null() ? 0 : 1;
    }
    EXPECT_GE(deepspeed, 4);
    EXPECT_LE(deepspeed + 4, static_cast<int>(hostfiles().size()));
    EXPECT_GE(accelerate, 15);
}

// What --npernode and -n make of machines and processes is what accelbench divides by.
TEST(HostfileReference, AccelerateAsksMpirunForEvenSharesOfTheHostfile) {
    for (const auto& hostfile : hostfiles())
        for (const auto& answer : hostfile["accelerate"]) {
            const int machines = answer["machines"], processes = answer["processes"];
            const std::vector<std::string> wanted = {"mpirun",
                                                     "--hostfile",
                                                     "HOSTFILE",
                                                     "--npernode",
                                                     std::to_string(processes / machines),
                                                     "-n",
                                                     std::to_string(processes)};
            auto tokens = answer["tokens"].get<std::vector<std::string>>();
            tokens.resize(wanted.size());
            EXPECT_EQ(tokens, wanted);
        }
}

}  // namespace
}  // namespace accelbench::plan
