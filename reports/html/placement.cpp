#include <fmt/format.h>

#include <algorithm>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/model/names.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "reports/words/moves.h"
#include "reports/words/other_memory.h"
#include "reports/words/pages.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

/// What the kernel said about all ranks of a cell's launches, failed ones without facts left aside.
struct Proof {
    std::uint64_t launches = 0;
    std::uint64_t pages = 0;
    std::uint64_t misplaced_pages = 0;
    int threads = 0;
    int misplaced_threads = 0;
    std::vector<std::string> methods;
    const Trial* last = nullptr;
};

Proof prove(const Document& document, const Cell& cell) {
    Proof proof;
    for (const Trial* trial : trials_of(document, cell.id)) {
        if (trial->ranks.empty()) continue;
        ++proof.launches;
        proof.last = trial;
        for (const RankFacts& rank : trial->ranks) {
            proof.pages += rank.pages;
            proof.misplaced_pages += rank.misplaced_pages;
            proof.threads += rank.threads;
            proof.misplaced_threads += rank.misplaced_threads;
            if (std::find(proof.methods.begin(), proof.methods.end(), rank.verified_by) ==
                proof.methods.end())
                proof.methods.push_back(rank.verified_by);
        }
    }
    return proof;
}

/// By class where classes were placed apart: in one sum a class on the wrong node would not be seen.
std::string nodes_of(const RankFacts& rank) {
    if (rank.pages_by_class.empty()) return nodes_text(rank.pages_by_node);
    std::vector<std::string> parts;
    for (const auto& [memory_class, pages] : rank.pages_by_class)
        parts.push_back(memory_class + " " + nodes_text(pages));
    return join(parts, "; ");
}

/// By rank: over all ranks together, local and remote would look the same.
std::string pages_text(const Trial& trial) {
    std::vector<std::string> parts;
    for (const RankFacts& rank : trial.ranks)
        parts.push_back(fmt::format("rank {}: {}", rank.rank, nodes_of(rank)));
    return first_few(parts, 4);
}

/// "node-1: rank 0, 1; node-2: rank 2, 3"; "-" where all ranks ran on one machine.
std::string hosts_text(const Trial& trial) {
    std::vector<std::pair<std::string, std::vector<std::string>>> hosts;
    for (const RankFacts& rank : trial.ranks) {
        const auto same = [&](const auto& host) { return host.first == rank.host; };
        auto host = std::find_if(hosts.begin(), hosts.end(), same);
        if (host == hosts.end()) host = hosts.insert(hosts.end(), {rank.host, {}});
        host->second.push_back(std::to_string(rank.rank));
    }
    if (hosts.size() < 2) return "-";
    std::vector<std::string> parts;
    for (const auto& [host, ranks] : hosts) parts.push_back(host + ": rank " + first_few(ranks));
    return join(parts, "; ");
}

std::string cpus_text(const Trial& trial) {
    std::vector<std::string> parts;
    for (const RankFacts& rank : trial.ranks)
        parts.push_back(
            fmt::format("rank {}: {}", rank.rank, rank.cpus_allowed.empty() ? "-" : rank.cpus_allowed));
    return first_few(parts, 4);
}

std::string memory_text(const topology::MemoryPlan& memory) {
    std::string text = to_string(static_cast<const topology::MemoryBinding&>(memory));
    for (const auto& [memory_class, binding] : memory.by_class)
        text += fmt::format(", {} {}", memory_class, to_string(binding));
    return text;
}

/// "thp: 100 % in huge pages"; "-" in documents of older versions.
std::string page_sizes_text(const Document& document, const Cell& cell) {
    const auto use = page_use(document, cell);
    return use ? fmt::format("{}: {}", use->kind, huge_share_text(*use)) : "-";
}

/// By rank, as the buffers' pages.
std::string other_text(const Trial& trial) {
    std::vector<std::string> parts;
    for (const RankFacts& rank : trial.ranks)
        if (rank.other_memory)
            parts.push_back(fmt::format("rank {}: {}", rank.rank, other_memory_text(rank)));
    return parts.empty() ? "-" : first_few(parts, 4);
}

std::string held_text(const Document& document, const Cell& cell) {
    const auto use = page_use(document, cell);
    return use ? resident_text(*use) : "-";
}

/// What else is to be said of huge pages; "" when all is well.
std::string shortages_text(const Document& document) {
    std::string html;
    for (const Grouped& shortage : page_shortages(document))
        html += fmt::format("<p class=\"notice\">{}: {}</p>\n", escape(first_few(shortage.members)),
                            escape(shortage.reason));
    return html;
}

/// What the names of the policies don't say of where memory went.
std::string notes_text(const Document& document) {
    std::string html;
    for (const Grouped& note : placement_notes(document))
        html += fmt::format("<p class=\"notice\">{} ({})</p>\n", escape(note.reason),
                            escape(first_few(note.members)));
    return html;
}

std::string asked_text(const Cell& cell) {
    std::vector<std::string> parts;
    for (const topology::RankPlacement& rank : cell.placement)
        if (!rank.memory.nodes.empty())
            parts.push_back(fmt::format("rank {}: {}", rank.local_rank, memory_text(rank.memory)));
    return parts.empty() ? "nothing: system default" : first_few(parts, 4);
}

}  // namespace

std::string placement_section(const Document& document) {
    std::vector<std::vector<std::string>> rows;
    for (const Cell& cell : document.cells) {
        const Proof proof = prove(document, cell);
        if (proof.last == nullptr) continue;
        rows.push_back(
            {escape(cell.policy + " " + shape_text(cell)), escape(hosts_text(*proof.last)),
             escape(asked_text(cell)), escape(pages_text(*proof.last)),
             escape(page_sizes_text(document, cell)), escape(held_text(document, cell)),
             escape(other_text(*proof.last)),
             fmt::format("{} of {}", proof.misplaced_pages, count_text(static_cast<double>(proof.pages))),
             fmt::format("{} of {}", proof.misplaced_threads, proof.threads),
             escape(moves_text(moves_of(trials_of(document, cell.id)), is_bound(cell))),
             escape(cpus_text(*proof.last)), std::to_string(proof.launches), escape(join(proof.methods))});
    }
    if (rows.empty()) return "";
    return html_section("placement", "Where pages and threads were",
                        notes_text(document) + shortages_text(document) +
                            html_table("Read from Linux before and after the timed steps of each launch",
                                       {{"Cell"},
                                        {"Machines (last launch)", false, true},
                                        {"Memory requested", false, true},
                                        {"Buffers were on (last launch)", false, true},
                                        {"Pages were", false, true},
                                        {"Memory used", false, true},
                                        {"Memory other than buffers (last launch)", false, true},
                                        {"Misplaced pages of buffers", true},
                                        {"Misplaced threads", true},
                                        {"Between steps", false, true},
                                        {"Cpus allowed (last launch)", false, true},
                                        {"Launches", true},
                                        {"Read by"}},
                                       rows));
}

}  // namespace accelbench::reports
