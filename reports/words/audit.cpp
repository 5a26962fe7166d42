#include "reports/words/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "reports/text/units.h"

namespace accelbench::reports {
namespace {

using topology::AuditRow;
using topology::Conditions;

/// Least and most of what was told.
struct Range {
    double least = INFINITY;
    double most = -INFINITY;
    void take(const std::optional<double>& value) {
        if (!value) return;
        least = std::min(least, *value);
        most = std::max(most, *value);
    }
    bool told() const { return least <= most; }
    std::string text(double unit, int digits, const char* name) const {
        const auto low = fmt::format("{:.{}f}", least / unit, digits),
                   high = fmt::format("{:.{}f}", most / unit, digits);
        return low == high ? low + name : low + " to " + high + name;
    }
};

template <class Take>
void each_condition(const Document& document, const Take& take) {
    for (const Trial& trial : document.trials)
        for (const RankFacts& rank : trial.ranks)
            if (rank.conditions) take(*rank.conditions);
}

Range range_of(const Document& document, std::optional<double> (*value)(const Conditions&)) {
    Range range;
    each_condition(document, [&](const Conditions& conditions) { range.take(value(conditions)); });
    return range;
}

Range clocks_of(const Document& document) {
    Range range;
    each_condition(document, [&](const Conditions& conditions) {
        if (!conditions.clocks) return;
        range.take(conditions.clocks->least_mhz);
        range.take(conditions.clocks->median_mhz);
    });
    return range;
}

/// The node, of any host, that had least to give.
std::string least_free_text(const Document& document) {
    std::map<int, std::uint64_t> least;
    each_condition(document, [&](const Conditions& conditions) {
        for (const auto& [node, bytes] : conditions.free_memory_bytes)
            least[node] = least.count(node) ? std::min(least[node], bytes) : bytes;
    });
    if (least.empty()) return "";
    const auto node = std::min_element(least.begin(), least.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return fmt::format("free memory of node {} at least {}", node->first, bytes_text(node->second));
}

bool is_alike(const std::vector<const std::vector<AuditRow>*>& audits, std::size_t row) {
    return std::all_of(audits.begin(), audits.end(),
                       [&](const auto* audit) { return (*audit)[row] == (*audits.front())[row]; });
}

/// Only hosts of one accelbench take part, so that all have the same facts in the same order.
bool have_equal_facts(const std::vector<const std::vector<AuditRow>*>& audits) {
    return std::all_of(audits.begin(), audits.end(),
                       [&](const auto* audit) { return audit->size() == audits.front()->size(); });
}

std::vector<AuditedRow> rows_of_one(const std::vector<AuditRow>& audit) {
    std::vector<AuditedRow> rows;
    for (const AuditRow& row : audit) rows.push_back({"", row});
    return rows;
}

}  // namespace

std::vector<AuditedRow> audited_rows(const Document& document) {
    std::vector<const std::vector<AuditRow>*> audits;
    std::vector<std::string> names;
    for (const Host& host : document.hosts) {
        if (!host.facts || host.facts->audit.empty()) continue;
        audits.push_back(&host.facts->audit);
        names.push_back(host.name);
    }
    if (audits.size() < 2 || !have_equal_facts(audits)) return rows_of_one(document.audit);
    std::vector<AuditedRow> rows;
    for (std::size_t row = 0; row < audits.front()->size(); ++row) {
        if (is_alike(audits, row)) {
            rows.push_back({"", (*audits.front())[row]});
            continue;
        }
        for (std::size_t host = 0; host < audits.size(); ++host)
            rows.push_back({names[host], (*audits[host])[row]});
    }
    return rows;
}

std::string host_words(const Document& document, const AuditedRow& audited) {
    if (!audited.host.empty()) return audited.host;
    const auto audited_hosts =
        std::count_if(document.hosts.begin(), document.hosts.end(),
                      [](const Host& host) { return host.facts && !host.facts->audit.empty(); });
    return audited_hosts < 2 ? "" : fmt::format("all {} hosts", audited_hosts);
}

std::vector<std::string> condition_ranges(const Document& document) {
    std::vector<std::string> texts;
    const auto load = range_of(document, [](const Conditions& conditions) { return conditions.load_1min; });
    if (load.told()) texts.push_back("load " + load.text(1, 1, "") + " (including this sweep's own)");
    const auto steal =
        range_of(document, [](const Conditions& conditions) { return conditions.steal_share; });
    if (steal.told()) texts.push_back("stolen by the hypervisor " + steal.text(0.01, 1, " %"));
    const auto clocks = clocks_of(document);
    if (clocks.told()) texts.push_back("clocks " + clocks.text(1000, 2, " GHz"));
    if (const auto free = least_free_text(document); !free.empty()) texts.push_back(free);
    return texts;
}

std::vector<std::string> stolen_trials(const Document& document) {
    std::vector<std::string> names;
    for (const Trial& trial : document.trials) {
        double most = 0;
        for (const RankFacts& rank : trial.ranks)
            if (rank.conditions) most = std::max(most, rank.conditions->steal_share.value_or(0));
        if (most > topology::heavy_steal)
            names.push_back(fmt::format("trial {} ({:.1f} %)", trial.sequence, 100 * most));
    }
    return names;
}

}  // namespace accelbench::reports
