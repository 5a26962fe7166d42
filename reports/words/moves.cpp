#include "reports/words/moves.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "reports/text/columns.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

using topology::Moves;

void add_count(std::optional<std::uint64_t>& sum, const std::optional<std::uint64_t>& more) {
    if (more) sum = sum.value_or(0) + *more;
}

void add(MovesSeen& seen, const Moves& moves) {
    ++seen.ranks;
    if (!moves.pages_reason.empty()) seen.pages_reason = moves.pages_reason;
    seen.sum.borders += moves.borders;
    seen.sum.page_looks += moves.page_looks;
    seen.sum.moved_pages += moves.moved_pages;
    seen.sum.strayed_pages += moves.strayed_pages;
    seen.sum.thread_looks += moves.thread_looks;
    seen.sum.moved_threads += moves.moved_threads;
    seen.sum.threads_on_other_node += moves.threads_on_other_node;
    seen.sum.strayed_threads += moves.strayed_threads;
    add_count(seen.sum.balanced_pages, moves.balanced_pages);
    add_count(seen.sum.cpu_migrations, moves.cpu_migrations);
}

std::string share_text(std::uint64_t part, std::uint64_t all) {
    return percent_text(static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(1, all)));
}

std::string looks_text(std::uint64_t looks) { return count_text(static_cast<double>(looks)) + " checks"; }

std::string bound_text(const Moves& sum) {
    return fmt::format("pages outside their nodes in {} of {}; threads outside their cpus in {} of {}",
                       sum.strayed_pages, looks_text(sum.page_looks), sum.strayed_threads,
                       looks_text(sum.thread_looks));
}

std::string free_text(const Moves& sum) {
    auto text = fmt::format(
        "pages on another node than before the steps in {} of {}; threads on another cpu than a step before in {}, on "
        "another node in {} of {}",
        share_text(sum.moved_pages, sum.page_looks), looks_text(sum.page_looks),
        share_text(sum.moved_threads, sum.thread_looks),
        share_text(sum.threads_on_other_node, sum.thread_looks), looks_text(sum.thread_looks));
    if (sum.balanced_pages) text += fmt::format("; NUMA balancing moved {} pages", *sum.balanced_pages);
    return text;
}

/// Launches of one policy, and those of the policies that have nothing else to say.
struct Line {
    std::vector<std::string> policies;
    std::vector<const Trial*> trials;
    bool bound = false;
};

/// In the order of the cells; each launch is looked at once, however many cells there are.
std::vector<Line> lines_by_policy(const Document& document) {
    std::vector<Line> lines;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const Cell& cell : document.cells) {
        const auto same = [&](const Line& line) { return line.policies.front() == cell.policy; };
        const auto line = std::find_if(lines.begin(), lines.end(), same);
        places[cell.id] = static_cast<std::size_t>(line - lines.begin());
        if (line == lines.end()) lines.push_back({{cell.policy}, {}, is_bound(cell)});
    }
    for (const Trial& trial : document.trials)
        if (const auto place = places.find(trial.cell); place != places.end())
            lines[place->second].trials.push_back(&trial);
    return lines;
}

bool is_quiet(const Line& line) {
    const auto seen = moves_of(line.trials);
    return line.bound && seen.pages_reason.empty() && seen.sum.strayed_pages + seen.sum.strayed_threads == 0;
}

/// Bound policies where nothing strayed share a line.
std::vector<Line> joined(const std::vector<Line>& lines) {
    std::vector<Line> rest;
    Line quiet{{}, {}, true};
    for (const Line& line : lines) {
        if (moves_of(line.trials).ranks == 0) continue;
        if (!is_quiet(line)) {
            rest.push_back(line);
            continue;
        }
        quiet.policies.push_back(line.policies.front());
        quiet.trials.insert(quiet.trials.end(), line.trials.begin(), line.trials.end());
    }
    if (!quiet.policies.empty()) rest.push_back(quiet);
    return rest;
}

}  // namespace

MovesSeen moves_of(const std::vector<const Trial*>& trials) {
    MovesSeen seen;
    for (const Trial* trial : trials)
        for (const RankFacts& rank : trial->ranks)
            if (rank.moves) add(seen, *rank.moves);
    return seen;
}

bool is_bound(const Cell& cell) {
    return !cell.placement.empty() &&
           (!cell.placement.front().cpus.empty() ||
            cell.placement.front().memory.mode != topology::MemoryMode::system_default);
}

std::string moves_text(const MovesSeen& seen, bool bound) {
    if (seen.ranks == 0) return "-";
    const auto text = bound ? bound_text(seen.sum) : free_text(seen.sum);
    return seen.pages_reason.empty() ? text : fmt::format("{}; {}", text, seen.pages_reason);
}

std::string moves_table(const Document& document) {
    std::string text;
    for (const Line& line : joined(lines_by_policy(document)))
        text += broken_line(join(line.policies) + ": " + moves_text(moves_of(line.trials), line.bound));
    return text.empty() ? ""
                        : "\nbetween steps, some pages and each thread checked after each step:\n" + text;
}

}  // namespace accelbench::reports
