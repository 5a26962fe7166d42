#include "reports/words/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "reports/model/cells.h"
#include "reports/text/units.h"

namespace accelbench::reports {
namespace {

/// A quantity as "larger is worse", so that latency and bandwidth are judged alike.
struct Slowness {
    double value = 0, low = 0, high = 0;
};

Slowness slowness_of(const Link& link, bool latency) {
    const Estimate& measured = latency ? link.latency_seconds : link.bandwidth_bytes_per_second;
    if (latency) return {measured.value, measured.low, measured.high};
    return {1 / measured.value, 1 / measured.high, 1 / measured.low};
}

/// The fastest of `group` against the slowest of all others; nullopt when it is not beyond the factor and
/// both spreads, or when either side is empty.
std::optional<Outlier> judge(const Document& document, bool latency,
                             const std::function<bool(const Link&)>& in_group) {
    std::optional<Slowness> best, next;
    for (const Link& link : document.links) {
        const Slowness slowness = slowness_of(link, latency);
        if (in_group(link)) {
            if (!best || slowness.value < best->value) best = slowness;
        } else if (!next || slowness.value > next->value) {
            next = slowness;
        }
    }
    if (!best || !next || best->value < outlier_factor * next->value || best->low <= next->high)
        return std::nullopt;
    const auto shown = [&](double value) { return latency ? value : 1 / value; };
    return Outlier{Outlier::What::link, "", latency, shown(best->value), shown(next->value)};
}

std::string name_of(const Link& link) { return link.from + " to " + link.to; }

void add_machines(std::vector<Outlier>& found, const Document& document, bool latency) {
    std::set<std::string> hosts;
    for (const Link& link : document.links) hosts.insert({link.from, link.to});
    for (const std::string& host : hosts) {
        const auto has = [&](const Link& link) { return link.from == host || link.to == host; };
        auto outlier = judge(document, latency, has);
        if (!outlier) continue;
        outlier->what = Outlier::What::machine;
        outlier->name = host;
        found.push_back(*outlier);
    }
}

void add_links(std::vector<Outlier>& found, const Document& document, bool latency) {
    for (const Link& one : document.links) {
        const auto is = [&](const Link& link) { return link.from == one.from && link.to == one.to; };
        auto outlier = judge(document, latency, is);
        if (!outlier) continue;
        outlier->name = name_of(one);
        found.push_back(*outlier);
    }
}

std::string sentence(const Outlier& outlier) {
    const bool machine = outlier.what == Outlier::What::machine;
    const std::string who = machine ? fmt::format("slow machine: no link of {}", outlier.name)
                                    : fmt::format("slow link: {}", outlier.name);
    if (outlier.latency)
        return fmt::format("{} {} {}, {} times the latency of the slowest of the others ({})", who,
                           machine ? "takes less than" : "takes", time_text(outlier.value),
                           ratio_text(outlier.value / outlier.next), time_text(outlier.next));
    return fmt::format("{} carries {}{}, {} times less than the slowest of the others ({})", who,
                       machine ? "more than " : "", rate_text(outlier.value),
                       ratio_text(outlier.next / outlier.value), rate_text(outlier.next));
}

}  // namespace

std::vector<Outlier> link_outliers(const Document& document) {
    std::vector<Outlier> found;
    if (is_emulated(document)) return found;
    for (const bool latency : {false, true}) {
        add_links(found, document, latency);
        if (document.links.size() > 1) add_machines(found, document, latency);
    }
    return found;
}

std::vector<std::string> links_in_words(const Document& document) {
    std::vector<std::string> words;
    if (!document.links_reason.empty())
        words.push_back(fmt::format("{}measured: {}", document.links.empty() ? "not " : "not all ",
                                    document.links_reason));
    for (const Outlier& outlier : link_outliers(document)) words.push_back(sentence(outlier));
    const bool judged = document.links.size() > 1 && !is_emulated(document);
    if (judged && link_outliers(document).empty()) words.emplace_back("no link stands out");
    return words;
}

std::vector<Link> links_to_list(const Document& document) {
    auto links = document.links;
    if (links.size() <= most_listed) return links;
    std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
        return a.bandwidth_bytes_per_second.value < b.bandwidth_bytes_per_second.value;
    });
    links.resize(most_listed);
    return links;
}

std::string links_caption(const Document& document) {
    int side_by_side = 1;
    for (const Link& link : document.links) side_by_side = std::max(side_by_side, link.side_by_side);
    std::string text = fmt::format(
        "ping-pong by pairs of machines, {}",
        side_by_side == 1 ? "one at a time" : fmt::format("up to {} pairs at once", side_by_side));
    if (document.links.size() > most_listed)
        text +=
            fmt::format("; the {} slowest of {}, all are in result.json", most_listed, document.links.size());
    return text;
}

}  // namespace accelbench::reports
