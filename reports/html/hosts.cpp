#include <fmt/format.h>

#include "reports/analysis/host_differences.h"
#include "reports/analysis/host_troubles.h"
#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string or_dash(const std::string& text) { return text.empty() ? "-" : escape(text); }

std::string clock_text(const std::optional<ClockOffset>& clock) {
    if (!clock) return "-";
    return fmt::format("{:+.3f} s &plusmn; {:.3f} s", clock->offset_seconds, clock->uncertainty_seconds);
}

std::uint64_t memory_of(const topology::Machine& machine) {
    std::uint64_t bytes = 0;
    for (const auto& node : machine.nodes) bytes += node.memory_bytes;
    return bytes;
}

std::uint64_t free_of(const HostFacts& facts) {
    std::uint64_t bytes = 0;
    for (const auto& [node, free] : facts.free_memory_bytes) bytes += free;
    return bytes;
}

std::vector<std::string> row_of(const Host& host) {
    if (!host.facts) return {escape(host.name), "not used", "-", "-", "-", "-", "-", "-", "-", "-"};
    const auto& facts = *host.facts;
    const auto& machine = facts.machine;
    return {escape(host.name),
            or_dash(machine.hostname),
            or_dash(machine.processor),
            std::to_string(machine.nodes.size()),
            std::to_string(machine.cores.size()),
            bytes_text(memory_of(machine)),
            bytes_text(free_of(*host.facts)),
            or_dash(facts.environment.kernel),
            or_dash(facts.mpi_version),
            clock_text(host.clock)};
}

std::string hosts_table(const Document& document) {
    std::vector<std::vector<std::string>> rows;
    for (const Host& host : document.hosts) rows.push_back(row_of(host));
    return html_table("What each reported before the first launch; clocks relative to the launching machine's",
                      {{"Host"},
                       {"Host name"},
                       {"Processor"},
                       {"Nodes", true},
                       {"Cores", true},
                       {"Memory", true},
                       {"Free", true},
                       {"Linux kernel"},
                       {"MPI"},
                       {"Clock", true}},
                      rows);
}

std::string differences_table(const std::vector<HostDifference>& differences) {
    if (differences.empty()) return "";
    std::vector<std::vector<std::string>> rows;
    for (const auto& [fact, values] : differences) {
        for (const auto& [value, hosts] : values)
            rows.push_back({escape(fact), escape(value), escape(join(hosts))});
    }
    return html_table("Differences", {{"Fact"}, {"Value", false, true}, {"Hosts", false, true}},
                      rows);
}

}  // namespace

std::string hosts_section(const Document& document) {
    if (document.hosts.size() < 2) return "";
    std::string words;
    if (const auto sentence = hosts_sentence(document); !sentence.empty())
        words = "<p>" + escape(sentence) + ".</p>\n";
    std::string lost;
    for (const auto& trouble : host_troubles(document.hosts))
        lost += fmt::format("<li>{}</li>\n", escape(trouble.sentence()));
    if (!lost.empty()) lost = "<p>Not used:</p>\n<ul>\n" + lost + "</ul>\n";
    return html_section(
        "hosts", "Hosts",
        words + lost + differences_table(host_differences(document.hosts)) + hosts_table(document));
}

}  // namespace accelbench::reports
