#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "topology/memory.h"
#include "topology/moves.h"
#include "topology/page_fate.h"

namespace accelbench::topology {

/// "before the first measured step", "after measured step 3".
std::string border_text(int border);

/// Looks at a few pages of each buffer at each border between steps, others each time, until all have had
/// their turn. At most `most_pages` at a border, which takes some 10 us; nothing is faulted in or moved.
class PageWatch {
  public:
    static constexpr std::size_t most_pages = 96;

    /// Chooses the pages for `borders` borders and asks where they are now. The buffers must outlive it.
    PageWatch(std::span<const NumaBuffer* const> buffers, const MemoryPlan& asked, int borders);
    /// Adds one border to `moves`; `moves.borders` is its number.
    void look(Moves& moves);
    const std::string& reason() const { return reason_; }  // of the first border where pages had strayed; ""
    std::size_t all() const;                               // pages of all buffers

  private:
    struct Buffer {
        std::string name;
        std::size_t pages = 0;
        MemoryBinding asked;
        bool may_collapse = false;
    };

    void choose(std::span<const NumaBuffer* const> buffers, std::size_t borders);
    std::string stray_text(const PagesSeen& seen, std::span<const SeenPage> pages, int border) const;

    std::vector<Buffer> buffers_;
    std::size_t page_bytes_ = 0;
    std::size_t per_border_ = 0;
    std::size_t next_ = 0;
    std::vector<void*> addresses_;        // per_border_ for each border; then they begin anew
    std::vector<std::size_t> buffer_of_;  // of each address
    std::vector<int> origins_;            // node of each before the steps
    std::string why_not_;                 // pages can't be looked at; ""
    std::string reason_;
};

}  // namespace accelbench::topology
