#include "topology/page_fate.h"

namespace accelbench::topology {
namespace {

constexpr double most_dealt_anew = 0.1;

bool deals(const MemoryBinding& memory) {
    return memory.mode == MemoryMode::interleave || memory.mode == MemoryMode::weighted_interleave;
}

}  // namespace

PageFate fate_of(const SeenPage& page) {
    const MemoryBinding& asked = *page.asked;
    if (page.now < 0 || page.origin < 0) return PageFate::unseen;
    if (page.now == page.origin) return PageFate::stayed;
    if (asked.mode == MemoryMode::system_default) return PageFate::moved;
    if (asked.nodes.contains(page.origin) && !asked.nodes.contains(page.now)) return PageFate::strayed;
    if (!deals(asked)) return PageFate::moved;
    return page.may_collapse ? PageFate::dealt_anew : PageFate::strayed;
}

PagesSeen judge_pages(std::span<const SeenPage> pages) {
    PagesSeen seen;
    std::uint64_t dealt_anew = 0, may_be_dealt_anew = 0;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto fate = fate_of(pages[i]);
        if (fate == PageFate::unseen) continue;
        ++seen.looks;
        if (deals(*pages[i].asked) && pages[i].may_collapse) ++may_be_dealt_anew;
        if (fate != PageFate::stayed) ++seen.moved;
        if (fate == PageFate::dealt_anew) ++dealt_anew;
        if (fate == PageFate::strayed && seen.strayed++ == 0) seen.example = i;
    }
    if (static_cast<double>(dealt_anew) > most_dealt_anew * static_cast<double>(may_be_dealt_anew))
        seen.strayed += dealt_anew;
    return seen;
}

}  // namespace accelbench::topology
