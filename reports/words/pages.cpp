#include "reports/words/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"
#include "topology/transparent_pages.h"

namespace accelbench::reports {
namespace {

void add_rank(PageUse& use, const RankFacts& rank) {
    const auto& sizes = *rank.page_sizes;
    if (!sizes.reason.empty()) {
        use.reason = sizes.reason;
        return;
    }
    ++use.ranks;
    use.meant_bytes = std::max(use.meant_bytes, sizes.meant_bytes);
    use.buffer_bytes = std::max(use.buffer_bytes, sizes.buffer_bytes);
    use.unasked_huge_bytes = std::max(use.unasked_huge_bytes, sizes.unasked_huge_bytes);
    if (sizes.meant_bytes == 0) return;
    const double share = static_cast<double>(sizes.huge_bytes) / static_cast<double>(sizes.meant_bytes);
    use.least = std::min(use.least, share);
    use.most = std::max(use.most, share);
}

void add_resident(PageUse& use, const RankFacts& rank) {
    if (!rank.resident || !rank.resident->reason.empty()) return;
    use.resident_bytes =
        std::max(use.resident_bytes, rank.resident->resident_bytes + rank.resident->pool_bytes);
}

void add_use(PageUse& sum, const PageUse& other) {
    sum.ranks += other.ranks;
    if (!other.reason.empty()) sum.reason = other.reason;
    sum.least = std::min(sum.least, other.least);
    sum.most = std::max(sum.most, other.most);
    sum.meant_bytes = std::max(sum.meant_bytes, other.meant_bytes);
    sum.buffer_bytes = std::max(sum.buffer_bytes, other.buffer_bytes);
    sum.unasked_huge_bytes = std::max(sum.unasked_huge_bytes, other.unasked_huge_bytes);
    sum.resident_bytes = std::max(sum.resident_bytes, other.resident_bytes);
}

std::string kind_text(const Document& document, topology::PageKind kind) {
    const auto bytes = document.environment.base_page_bytes;
    std::string text(to_string(kind));
    if (kind == topology::PageKind::base && bytes != 0 && bytes != topology::usual_base_page_bytes)
        text += fmt::format(" (base pages of {})", bytes_text(bytes));
    return text;
}

/// A host that gives none was not looked at when the cells were planned on another. Which hosts a short cell
/// had may change from block to block: what may be the cause on any of them is told.
std::string likely_causes(const Document& document) {
    std::vector<std::string> causes;
    bool some_give_them = document.hosts.empty();
    for (const Host& host : document.hosts) {
        if (!host.facts || !host.trouble.empty()) continue;
        const auto why = topology::why_no_transparent_pages(host.facts->environment);
        if (why.empty())
            some_give_them = true;
        else
            causes.push_back(fmt::format("on {} {}", host.name, why));
    }
    if (some_give_them || causes.empty())
        causes.emplace_back(
            "free memory is fragmented, or a node or cgroup is nearly full; echo 1 > "
            "/proc/sys/vm/compact_memory before a sweep, or use --pages 2m");
    return join(causes, "; or ");
}

/// Of what was to be huge.
std::string meant_share_text(const PageUse& use) {
    const auto from = percent_text(use.least), to = percent_text(use.most);
    const auto range = from == to ? from : fmt::format("{} to {}", from, to);
    return fmt::format("huge pages: {} of the {} requested", range, bytes_text(use.meant_bytes));
}

}  // namespace

std::optional<PageUse> page_use(const Document& document, const Cell& cell) {
    if (cell.placement.empty()) return std::nullopt;
    PageUse use;
    use.kind = kind_text(document, cell.placement.front().memory.pages);
    for (const Trial* trial : trials_of(document, cell.id))
        for (const RankFacts& rank : trial->ranks) {
            if (!rank.page_sizes) continue;
            add_rank(use, rank);
            add_resident(use, rank);
        }
    if (use.ranks == 0 && use.reason.empty()) return std::nullopt;
    return use;
}

std::vector<PageUse> page_uses(const Document& document) {
    std::vector<PageUse> uses;
    for (const Cell& cell : document.cells) {
        const auto use = page_use(document, cell);
        if (!use) continue;
        const auto same = [&](const PageUse& other) { return other.kind == use->kind; };
        const auto known = std::find_if(uses.begin(), uses.end(), same);
        if (known == uses.end())
            uses.push_back(*use);
        else
            add_use(*known, *use);
    }
    return uses;
}

std::string huge_share_text(const PageUse& use) {
    if (use.ranks == 0) return "not reported: " + use.reason;
    const auto unasked = use.unasked_huge_bytes == 0 ? "" : bytes_text(use.unasked_huge_bytes);
    if (use.meant_bytes == 0)
        return "no huge pages requested" + (unasked.empty() ? "" : fmt::format(", but {} are huge", unasked));
    return meant_share_text(use) +
           (unasked.empty() ? "" : fmt::format(", and {} not requested", unasked));
}

std::string resident_text(const PageUse& use) {
    if (use.resident_bytes == 0) return "the memory that ranks use is not reported";
    return fmt::format("each rank uses up to {}, of which {} are buffers", bytes_text(use.resident_bytes),
                       bytes_text(use.buffer_bytes));
}

std::vector<Grouped> page_shortages(const Document& document) {
    Grouped shortage{fmt::format("fewer than {} of the requested huge pages: {}", percent_text(enough_huge),
                                 likely_causes(document)),
                     {}};
    for (const Cell& cell : document.cells) {
        const auto use = page_use(document, cell);
        if (use && use->meant_bytes > 0 && use->least < enough_huge)
            shortage.members.push_back(
                fmt::format("{} {} ({})", cell.policy, shape_text(cell), percent_text(use->least)));
    }
    if (shortage.members.empty()) return {};
    return {shortage};
}

}  // namespace accelbench::reports
