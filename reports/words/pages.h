#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/words/findings.h"

namespace accelbench::reports {

/// Below this share of the bytes that were to be huge, huge pages were in short supply. Memory of a machine
/// that has run for a while lacks some; a tenth less changes no step time by more than the margin.
inline constexpr double enough_huge = 0.9;

/// What ranks of some launches said of their pages. Bytes are of one rank, the one that has most.
struct PageUse {
    std::string kind;            // "thp", "4k (base pages of 64.0 KiB)": what the cells were placed with
    std::uint64_t ranks = 0;     // that told; 0: none could
    std::string reason;          // why one could not; ""
    double least = 1, most = 0;  // of the bytes that were to be huge, the part that is
    std::uint64_t meant_bytes = 0;
    std::uint64_t buffer_bytes = 0;
    std::uint64_t unasked_huge_bytes = 0;
    std::uint64_t resident_bytes = 0;  // pool included
};

/// Of all launches of one cell; nullopt when none told: a document of older versions, or no rank reported.
std::optional<PageUse> page_use(const Document& document, const Cell& cell);
/// The same of all cells, a row a kind.
std::vector<PageUse> page_uses(const Document& document);

/// "98 % to 100 % in huge pages", "98 % of the 12.0 MiB that were to be huge are", "no huge pages requested", or
/// why nobody can tell; and what is huge though nobody asked for it.
std::string huge_share_text(const PageUse& use);
/// "a rank holds up to 412 MiB, 300 MiB of them buffers", or that it is not told.
std::string resident_text(const PageUse& use);

/// Cells with less than enough_huge of what was to be, below the likely cause and the remedy.
std::vector<Grouped> page_shortages(const Document& document);

}  // namespace accelbench::reports
