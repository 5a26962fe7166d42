#include "reports/analysis/host_differences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "reports/table/table.h"
#include "sample_machine.h"
#include "sample_scaling.h"

namespace accelbench::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

Host host(const std::string& name) {
    Host host{name, "", HostFacts{}, ClockOffset{0.01, 0.02}};
    host.facts->mpi_version = "Open MPI v4.1.4";
    host.facts->machine = samples::sample_machine(2, 4);
    host.facts->environment.kernel = "6.1.0-18";
    host.facts->free_memory_bytes = {{0, 40ULL << 30}, {1, 50ULL << 30}};
    return host;
}

std::vector<Host> three() { return {host("a"), host("b"), host("c")}; }

std::string line(const std::vector<Host>& hosts) { return host_differences_line(host_differences(hosts)); }

TEST(HostDifferences, OfEqualMachinesThereAreNone) {
    EXPECT_EQ(line(three()), "");
    EXPECT_EQ(line({}), "");
    EXPECT_EQ(line({{"a", "does not answer", {}, {}}}), "");
}

TEST(HostDifferences, NameTheFactItsValuesAndWhoHasThem) {
    auto hosts = three();
    hosts[2].facts->environment.kernel = "6.1.0-12";
    hosts[1].facts->mpi_version = "unknown: no such library";
    EXPECT_EQ(
        line(hosts),
        "MPI Open MPI v4.1.4 (a, c) and unknown: no such library (b); Linux kernel 6.1.0-18 (a, b) and 6.1.0-12 "
        "(c)");
    EXPECT_EQ(host_differences_text(host_differences(hosts)),
              "fact          value                     hosts\n"
              "MPI           Open MPI v4.1.4           a, c\n"
              "              unknown: no such library  b\n"
              "Linux kernel  6.1.0-18                  a, b\n"
              "              6.1.0-12                  c\n");
}

TEST(HostDifferences, CompareWithTheFirstThatAnswered) {
    auto hosts = three();
    hosts[0].facts.reset();
    hosts[0].trouble = "does not answer";
    EXPECT_EQ(line(hosts), "");
    hosts[2].facts->machine.processor = "";
    EXPECT_THAT(line(hosts), HasSubstr("and not reported (c)"));
}

TEST(HostDifferences, EachFactOfAMachineThatPlacesRanksElsewhereCounts) {
    const auto changed = [](auto change) {
        auto hosts = three();
        change(hosts[1]);
        return line(hosts);
    };
    EXPECT_THAT(changed([](Host& b) { b.facts->machine.nodes[1].cpus = {4, 5}; }), HasSubstr("cpus by node"));
    EXPECT_THAT(changed([](Host& b) { b.facts->machine.nodes.pop_back(); }), HasSubstr("memory by node"));
    EXPECT_THAT(changed([](Host& b) { b.facts->machine.distances[0][1] += 10; }), HasSubstr("distances"));
    EXPECT_THAT(changed([](Host& b) { b.facts->machine.cores.pop_back(); }), HasSubstr("cores"));
    EXPECT_THAT(changed([](Host& b) { b.facts->environment.transparent_hugepage = "never"; }),
                HasSubstr("transparent huge pages"));
    EXPECT_THAT(changed([](Host& b) { b.facts->environment.transparent_hugepage_2mib = "never"; }),
                HasSubstr("transparent huge pages"));
    EXPECT_THAT(changed([](Host& b) { b.facts->environment.cpu_quota_cores = 1.5; }),
                HasSubstr("cpu quota none (a, c) and 1.5 cpus (b)"));
    EXPECT_THAT(changed([](Host& b) { b.facts->environment.memory_limit_bytes = 1; }),
                HasSubstr("memory limit none (a, c) and "))
        << "0 alone is none";
    EXPECT_THAT(changed([](Host& b) { b.facts->environment.emulation = "tcg"; }), HasSubstr("emulation"));
}

// Equal machines never report the same number of bytes to the last, nor have as many free.
TEST(HostDifferences, MemoryMayMoveALittle) {
    auto hosts = three();
    auto& bytes = hosts[1].facts->machine.nodes[0].memory_bytes;
    const auto whole = bytes;
    bytes = whole - whole / 100;
    hosts[1].facts->free_memory_bytes[0] = 5ULL << 30;
    EXPECT_EQ(line(hosts), "");
    bytes = whole - whole / 20;
    EXPECT_THAT(line(hosts), HasSubstr("memory by node"));
    hosts[1].facts->free_memory_bytes[1] = 1ULL << 30;
    EXPECT_THAT(line(hosts), HasSubstr("free memory 90.0 GiB (a, c) and 6.00 GiB (b)"));
}

// A question over a slow network must not make a clock look wrong.
TEST(HostDifferences, AClockIsOffOnlyBeyondWhatCanBeTold) {
    auto hosts = three();
    hosts[1].clock = ClockOffset{-2.5, 2.0};
    hosts[2].clock.reset();
    EXPECT_EQ(line(hosts), "");
    hosts[1].clock = ClockOffset{-2.5, 0.05};
    EXPECT_THAT(line(hosts), HasSubstr("-2.50 s (within 0.05 s) (b)"));
    EXPECT_THAT(line(hosts), Not(HasSubstr("Linux kernel")));
}

TEST(HostsSentence, CountsThoseThatAnswered) {
    Document document;
    EXPECT_EQ(hosts_sentence(document), "");
    document.hosts = three();
    EXPECT_EQ(hosts_sentence(document),
              "3 hosts answered before the first trial, alike in all facts that were compared");
    document.hosts[0].facts->environment.kernel = "7";
    document.hosts.push_back({"d", "does not answer", {}, {}});
    EXPECT_EQ(hosts_sentence(document), "3 hosts answered before the first trial; they differ in 1 fact");
}

TEST(Hosts, SurviveTheDocument) {
    const auto before = samples::scaling();
    ASSERT_EQ(before.hosts.size(), 3U);
    const auto after = document_from_text(document_to_text(before), "sample").hosts;
    ASSERT_EQ(after.size(), 3U);
    EXPECT_EQ(after[1].facts->environment.kernel, before.hosts[1].facts->environment.kernel);
    EXPECT_EQ(after[1].facts->free_memory_bytes, before.hosts[1].facts->free_memory_bytes);
    EXPECT_EQ(after[1].clock->offset_seconds, -0.031);
    EXPECT_FALSE(after[2].facts);
    EXPECT_EQ(after[2].trouble, before.hosts[2].trouble);
}

TEST(Hosts, AreShownWhereThereAreSeveral) {
    auto document = samples::scaling();
    document.hosts[2].trouble = "<b> is gone";
    EXPECT_THAT(render_html(document), HasSubstr("<li>node-c &lt;b&gt; is gone</li>"));
    EXPECT_THAT(render_html(document), HasSubstr("-0.031 s &plusmn; 0.045 s"));
    EXPECT_THAT(render_table(document), HasSubstr("  not used: node-c <b> is gone\n"));
    document.hosts[1].facts->environment.kernel = document.hosts[0].facts->environment.kernel;
    EXPECT_THAT(render_table(document), HasSubstr("\n2 hosts answered before the first trial, alike in all"));
    document.hosts.resize(1);
    EXPECT_THAT(render_html(document), Not(HasSubstr("id=\"hosts\"")));
    EXPECT_THAT(render_table(document), Not(HasSubstr("answered before the first trial")));
}

}  // namespace
}  // namespace accelbench::reports
