#include "harness/plan/hosts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "../../failure_text.h"
#include "hosts_from_file.h"

namespace accelbench::plan {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Hosts, AHostfileOfOpenMpiAndOneOfAccelerateAreRead) {
    EXPECT_THAT(hosts_from_file("# rack 1\nnode1 slots=8\n\nnode2 slots=8 max_slots=16 # spare\n").names,
                ElementsAre("node1", "node2"));
    EXPECT_THAT(hosts_from_file("10.0.0.1:4\n10.0.0.2:4\n").names, ElementsAre("10.0.0.1", "10.0.0.2"));
}

TEST(Hosts, ABadLineIsNamedByItsNumber) {
    EXPECT_THAT(failure_text([] { hosts_from_file("node1\nnode 2\n"); }),
                HasSubstr("line 2: 'node 2' is not a host"));
    EXPECT_THAT(failure_text([] { hosts_from_file("\n# nobody\n"); }), HasSubstr("no host in it"));
}

// An editor on Windows puts it there, and nobody can see it.
TEST(Hosts, AByteOrderMarkIsPassedOver) {
    EXPECT_THAT(hosts_from_file("\xEF\xBB\xBFn1 slots=4\r\nn2\r\n").names, ElementsAre("n1", "n2"));
    EXPECT_THAT(failure_text([] { hosts_from_file("\xEF\xBB\xBF"); }), HasSubstr("no host in it"));
    EXPECT_THAT(failure_text([] { hosts_from_file("\xFF\xFEn"); }), HasSubstr("it is UTF-16; save it as UTF-8"));
}

TEST(Hosts, AFolderOrADeviceWithoutAnEndIsNamedAsThat) {
    SweepOptions options;
    options.hostfile = "/tmp";
    EXPECT_THAT(failure_text([&] { find_hosts(options); }), HasSubstr("--hostfile /tmp: it is a directory"));
    options.hostfile = "/dev/zero";
    EXPECT_THAT(failure_text([&] { find_hosts(options); }), HasSubstr("it holds more than 16 MiB"));
}

// std::regex recursed for each letter, and the stack ended.
TEST(Hosts, ALongLineIsReadAndAWrongOneIsCut) {
    const std::string much(200000, 'a'), blanks(200000, ' ');
    EXPECT_THAT(hosts_from_file("n1" + blanks + "slots=2" + blanks).slots, ElementsAre(2));
    for (const auto& line :
         {much, "n1" + blanks + "x", std::string(200000, '/'), "n1:" + std::string(200000, '1')}) {
        const auto words = failure_text([&] { hosts_from_file("ok\n" + line); });
        EXPECT_THAT(words, HasSubstr("line 2: '"));
        EXPECT_THAT(words, HasSubstr("more characters) is not a host"));
        EXPECT_LT(words.size(), 400u);
    }
    std::string many;
    for (int i = 0; i < 20000; ++i) many += " slots=1";
    EXPECT_THAT(hosts_from_file("n1" + many).slots, ElementsAre(1));
}

TEST(Hosts, WhatAWrongLineHoldsDoesNotActOnTheTerminal) {
    EXPECT_THAT(failure_text([] { hosts_from_file("n1\033[2J\n"); }), HasSubstr("'n1\\x1b[2J' is not a host"));
    EXPECT_THAT(failure_text([] { hosts_from_file(std::string("n1\0x\n", 5)); }), HasSubstr("'n1\\x00x'"));
}

TEST(Hosts, MoreHostsThanCanBeMachinesAreRefused) {
    std::string many;
    for (int i = 0; i < 65536; ++i) many += "n" + std::to_string(i) + "\n";
    EXPECT_EQ(hosts_from_file(many).names.size(), 65536u);
    EXPECT_THAT(failure_text([&] { hosts_from_file(many + "one\n"); }),
                HasSubstr("line 65537: more than 65536 hosts"));
}

TEST(Hosts, SumsOfSlotsEndSomewhere) {
    SweepOptions options;
    options.hosts.assign(5000, "a:999999");
    EXPECT_GT(find_hosts(options).slots.front(), 0);
}

// As a second machine it would be a network of one.
TEST(Hosts, AHostThatStandsThereTwiceIsOneMachine) {
    const auto hosts = hosts_from_file("a slots=2 # first\nb\na\r\nb\nc\nb\n");
    EXPECT_THAT(hosts.names, ElementsAre("a", "b", "c"));
    EXPECT_THAT(hosts.slots, ElementsAre(3, 3, 0)) << "a line is a slot; c's are not said";
    SweepOptions options;
    options.hosts = {"a:2", "b", "a:3", "b:4"};
    EXPECT_THAT(find_hosts(options).slots, ElementsAre(5, 0)) << "b's are not all said";
}

TEST(Hosts, SlotsThatContradictAnEarlierLineAreRefused) {
    EXPECT_THAT(failure_text([] { hosts_from_file("a slots=2\nb slots=1\na slots=2\n"); }),
                HasSubstr("line 3: a appears on an earlier line, and has slots here"));
    EXPECT_THAT(failure_text([] { hosts_from_file("a\na slots=2\n"); }), HasSubstr("line 2: a appears"));
}

TEST(Hosts, SlotsAreReadInEveryFormat) {
    EXPECT_THAT(hosts_from_file("a slots=8\nb:4\nc max_slots=9\nd max-slots=9 slots=7\n").slots,
                ElementsAre(8, 4, 0, 7));
    SweepOptions options;
    options.hosts = {"a:8", "b"};
    EXPECT_THAT(find_hosts(options).slots, ElementsAre(8, 0));
}

TEST(Hosts, AHostWithoutSlotsIsRefusedWithItsLine) {
    EXPECT_THAT(failure_text([] { hosts_from_file("a\n\nb slots=0\n"); }),
                HasSubstr("line 3: 'b slots=0' has no slots"));
    EXPECT_THAT(failure_text([] { hosts_from_file("a gpus=8\n"); }), HasSubstr("line 1: 'a gpus=8' is not a host"));
}

TEST(Hosts, TheMasterIsTheFirstMachineThatRuns) {
    Hosts hosts;
    hosts.names = {"a", "b"};
    EXPECT_EQ(master_address(hosts, 2), "a");
    EXPECT_EQ(master_address(hosts, 1), "127.0.0.1");
    Hosts slurm;
    slurm.slurm_nodes = 3;
    slurm.slurm_nodelist = "node[08-09],x";
    EXPECT_EQ(master_address(slurm, 2), "node08");
}

TEST(Hosts, TheFirstNameOfASlurmListKeepsItsZeros) {
    EXPECT_EQ(first_of_nodelist("n1,n2"), "n1");
    EXPECT_EQ(first_of_nodelist("node[08-11,20]-ib"), "node08-ib");
    EXPECT_EQ(first_of_nodelist("rack[1-2]n[03,05]"), "rack1n03");
    EXPECT_EQ(first_of_nodelist(""), "");
}

// A name that begins with a dash would be read by the launcher as one of its options.
TEST(Hosts, ANameThatLooksLikeAnOptionIsRefused) {
    SweepOptions options;
    options.hosts = {"--mca"};
    EXPECT_THAT(failure_text([&] { find_hosts(options); }), HasSubstr("'--mca' is not a host"));
}

TEST(Hosts, AMissingFileSaysSo) {
    SweepOptions options;
    options.hostfile = "/nowhere/hosts";
    EXPECT_THAT(failure_text([&] { find_hosts(options); }),
                HasSubstr("--hostfile /nowhere/hosts: No such file"));
}

TEST(Hosts, ASlurmAllocationCountsItsNodes) {
    setenv("SLURM_JOB_NUM_NODES", "3", 1);
    EXPECT_EQ(find_hosts({}).available(), 3);
    setenv("SLURM_JOB_NODELIST", "n[1-3]", 1);
    SweepOptions options;
    options.hosts = {"n3", "n1"};
    EXPECT_EQ(find_hosts(options).available(), 2);
    EXPECT_EQ(find_hosts(options).slurm_nodelist, "n[1-3]") << "in its order srun deals out ranks";
    unsetenv("SLURM_JOB_NODELIST");
    unsetenv("SLURM_JOB_NUM_NODES");
    EXPECT_EQ(find_hosts({}).available(), 1);
}

}  // namespace
}  // namespace accelbench::plan
