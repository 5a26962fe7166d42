#include "harness/plan/memory_axes.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/arguments/names.h"
#include "harness/plan/draft.h"
#include "harness/plan/pages.h"
#include "topology/base/failure.h"
#include "topology/base/rows.h"
#include "topology/base/split.h"

namespace accelbench::plan {
namespace {

using Text = std::string;

void choose_pages(SweepOptions& options, const Text& text) {
    auto& pages = options.pages;
    pages.clear();
    const auto known = names_of(topology::page_kinds());
    for (const auto& name : split_list(text)) {
        const auto kind =
            *topology::page_kind_from(arguments::one_of(known, "--pages", "kind of pages", name));
        if (std::find(pages.begin(), pages.end(), kind) == pages.end()) pages.push_back(kind);
    }
    if (pages.empty())
        throw Failure(Failure::Kind::usage,
                      fmt::format("--pages '{}': no kind of pages in it; try --pages thp", text));
}

/// Pages that were not chosen are in no document: what ranks got is reported per rank.
std::vector<Level> page_levels(const Draft& draft) {
    std::vector<Level> levels;
    for (const auto kind : page_kinds_of(draft.options, draft.around))
        levels.push_back({draft.options.pages.empty() ? "" : Text(to_string(kind)),
                          [kind](Draft& chosen) { chosen.pages = kind; }});
    return levels;
}

Text about_pages() {
    Text text = "Pages:\n";
    for (const auto& row : topology::page_kinds())
        text += fmt::format("  {:<4} {}{}\n", row.name, row.help,
                            row.needs.empty() ? Text() : fmt::format("; needs {}", row.needs));
    return text +
           "  Each kind is a cell of its own. Under thp a buffer of less than 16 MiB per NUMA node keeps "
           "base pages: huge ones\n"
           "  would not spread evenly over several nodes; under 2m it is spread in 2 MiB pages all the same. "
           "The pages that ranks\n"
           "  got are read from Linux and reported per rank.\n\n";
}

}  // namespace

Axis placement_axis() {
    Axis axis{.name = "placement", .usual = "spread", .listed = 6};
    axis.options = {{"placement", "HOW", "spread ranks over nodes, or pack one node first",
                     [](SweepOptions& options, const Text& text) {
                         options.spread = *topology::spread_from(
                             arguments::one_of({"spread", "pack"}, "--placement", "placement", text));
                     },
                     axis.usual}};
    axis.levels = [](const Draft& draft) {
        const auto spread = draft.options.spread;
        return std::vector<Level>{
            {Text(to_string(spread)), [spread](Draft& chosen) { chosen.spread = spread; }}};
    };
    return axis;
}

Axis pages_axis() {
    Axis axis{.name = "pages",
              .levels = page_levels,
              .shown = "pages",
              .loop = 5,
              .listed = 2,
              .about = about_pages};
    axis.options = {{"pages", "LIST",
                     "pages of the buffers: 4k, thp, 2m, or several, see below [thp where available]",
                     choose_pages}};
    return axis;
}

}  // namespace accelbench::plan
