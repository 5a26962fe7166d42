#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../failure_text.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/host_list.h"
#include "harness/plan/host_user.h"
#include "harness/plan/hosts.h"
#include "hosts_from_file.h"

namespace accelbench::plan {
namespace {

using test::failure_text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Hostfiles that work with mpirun and DeepSpeed name the user before the host.
TEST(HostNames, MayStandBehindAUser) {
    const auto hosts = hosts_from_file("user1@192.0.2.10 slots=2\nb\n");
    EXPECT_THAT(hosts.names, ElementsAre("192.0.2.10", "b"));
    EXPECT_THAT(hosts.slots, ElementsAre(2, 0));
    EXPECT_EQ(hosts.login(0), "user1@192.0.2.10");
    EXPECT_EQ(hosts.login(1), "b");
    EXPECT_EQ(hosts.users_of_first(1), 1);
    EXPECT_EQ(hosts.users_of_first(9), 1);
    reports::Cell cell;
    cell.hosts = {"b", "192.0.2.10"};
    EXPECT_EQ(hosts_of(cell, hosts).login(1), "user1@192.0.2.10") << "also where a rotation chose it";
}

TEST(HostNames, WhatIsNoUserIsRefusedWithTheLine) {
    EXPECT_THAT(failure_text([] { hosts_from_file("@a\n"); }), HasSubstr("line 1: '@a' is not a host"));
    EXPECT_THAT(failure_text([] { hosts_from_file("a b@c\n"); }), HasSubstr("is not a host"));
    EXPECT_THAT(failure_text([] { hosts_from_file("u@\n"); }), HasSubstr("is not a host"));
    EXPECT_THAT(failure_text([] { hosts_from_file("-oProxyCommand=x@a\n"); }), HasSubstr("is not a host"));
    EXPECT_THAT(failure_text([] { hosts_from_file("u@a\nv@a\n"); }), HasSubstr("line 2: a appears on an earlier line"));
}

// "is not a host; write a name or address", of an address.
TEST(HostNames, AnIPv6AddressIsRefusedAsOne) {
    for (const char* line : {"2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:4", "me@fe80::1%eth0 slots=2", "::1",
                             " \t::1"})
        EXPECT_THAT(failure_text([&] { split_user(line, "here"); }), HasSubstr("is an IPv6 address")) << line;
    for (const char* line : {"a:8", "10.0.0.1:4", "cafe:8", "n[1:2]", "a slots=4"})
        EXPECT_EQ(split_user(line, "here").host, line);
}

TEST(HostNames, HaveNoCase) { EXPECT_THAT(hosts_from_file("n1\nN1\n").names, ElementsAre("n1")); }

TEST(HostNames, OfSlurmAreTakenApartAlsoInAList) {
    EXPECT_THAT(split_hosts("a:8, node[01-02,5]:4,me@x[1-2]"),
                ElementsAre("a:8", "node01:4", "node02:4", "node5:4", "me@x1", "me@x2"));
    EXPECT_THAT(split_hosts(" , ,"), IsEmpty());
    EXPECT_THAT(split_hosts(""), IsEmpty());
    EXPECT_THAT(split_hosts("n[3-1],[2001:db8::1]:4"), ElementsAre("n[3-1]", "[2001:db8::1]:4"));
}

}  // namespace
}  // namespace accelbench::plan
