#include "topology/observe_moved_pages.h"

#include <fmt/format.h>
#include <numaif.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <numeric>

namespace accelbench::topology {
namespace {

constexpr std::size_t pages_by_size = 64;   // dealt among the buffers by their sizes
constexpr std::size_t small_buffers = 32;   // those too small for a page of these take turns, a page each
constexpr std::size_t most_chosen = 65536;  // of a launch of thousands of steps the choice begins anew

/// Each page once before any comes again, and neighbours far apart: a stride near the golden section, with no
/// divisor in common.
std::size_t stride_for(std::size_t pages) {
    auto stride = std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(pages) * 0.618034));
    while (std::gcd(stride, pages) != 1) ++stride;
    return stride;
}

/// False (errno says why) when the kernel refuses. Without target nodes the call only looks.
bool ask(std::span<void* const> addresses, std::span<int> nodes) {
    return addresses.empty() || move_pages(0, addresses.size(), const_cast<void**>(addresses.data()), nullptr,
                                           nodes.data(), 0) == 0;
}

}  // namespace

std::string border_text(int border) {
    return border == 0 ? "before the first measured step" : fmt::format("after measured step {}", border);
}

PageWatch::PageWatch(std::span<const NumaBuffer* const> buffers, const MemoryPlan& asked, int borders)
    : page_bytes_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    for (const NumaBuffer* buffer : buffers)
        buffers_.push_back(
            {buffer->name(), (buffer->size_bytes() + page_bytes_ - 1) / page_bytes_,
             asked.of(memory_class_of(buffer->name())),
             buffer->pages() == PageKind::system || buffer->pages() == PageKind::transparent_huge});
    choose(buffers, static_cast<std::size_t>(std::max(1, borders)));
    origins_.assign(addresses_.size(), -1);
    if (!ask(addresses_, origins_))
        why_not_ = fmt::format("move_pages failed ({}): pages were checked only before and after the steps",
                               std::strerror(errno));
}

std::size_t PageWatch::all() const {
    return std::accumulate(buffers_.begin(), buffers_.end(), std::size_t{0},
                           [](std::size_t sum, const Buffer& buffer) { return sum + buffer.pages; });
}

void PageWatch::choose(std::span<const NumaBuffer* const> buffers, std::size_t borders) {
    const auto all = this->all();
    if (all == 0) return;
    std::vector<std::size_t> next(buffers_.size(), 0), small, quota;
    for (std::size_t i = 0; i < buffers_.size(); ++i) {
        const auto pages = buffers_[i].pages;
        quota.push_back(all <= pages_by_size ? pages : pages * pages_by_size / all);
        if (quota.back() == 0 && pages > 0) small.push_back(i);
        per_border_ += quota.back();
    }
    const auto turns = std::min(small.size(), small_buffers);
    per_border_ += turns;
    const auto take = [&](std::size_t i) {
        auto* base = const_cast<std::byte*>(buffers[i]->data());
        addresses_.push_back(base + next[i] * page_bytes_);
        buffer_of_.push_back(i);
        next[i] = (next[i] + stride_for(buffers_[i].pages)) % buffers_[i].pages;
    };
    borders = std::clamp<std::size_t>(most_chosen / per_border_, 1, borders);
    for (std::size_t border = 0, turn = 0; border < borders; ++border) {
        for (std::size_t i = 0; i < buffers_.size(); ++i)
            for (std::size_t page = 0; page < quota[i]; ++page) take(i);
        for (std::size_t i = 0; i < turns; ++i) take(small[turn++ % small.size()]);
    }
}

void PageWatch::look(Moves& moves) {
    moves.pages_reason = why_not_;
    if (!why_not_.empty() || per_border_ == 0) return;
    std::array<int, most_pages> nodes{};
    std::array<SeenPage, most_pages> pages;
    if (!ask(std::span(addresses_).subspan(next_, per_border_), nodes)) return;  // it was permitted before
    for (std::size_t i = 0; i < per_border_; ++i) {
        const Buffer& buffer = buffers_[buffer_of_[next_ + i]];
        pages[i] = {&buffer.asked, buffer.may_collapse, origins_[next_ + i], nodes[i]};
    }
    const auto seen = judge_pages(std::span(pages).first(per_border_));
    moves.page_looks += seen.looks;
    moves.moved_pages += seen.moved;
    moves.strayed_pages += seen.strayed;
    if (seen.strayed > 0 && reason_.empty()) reason_ = stray_text(seen, pages, moves.borders);
    next_ = (next_ + per_border_) % addresses_.size();
}

std::string PageWatch::stray_text(const PagesSeen& seen, std::span<const SeenPage> pages, int border) const {
    auto text = fmt::format("{} of {} pages checked {} were not where they had been placed", seen.strayed,
                            seen.looks, border_text(border));
    if (!seen.example) return text;
    const Buffer& buffer = buffers_[buffer_of_[next_ + *seen.example]];
    return text + fmt::format(": a page of {}, {}, was on node {}", buffer.name, to_string(buffer.asked),
                              pages[*seen.example].now);
}

}  // namespace accelbench::topology
