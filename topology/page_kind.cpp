#include "topology/page_kind.h"

#include <array>

namespace accelbench::topology {
namespace {

constexpr std::string_view system = "system";

constexpr std::array kinds{
    PageRow{PageKind::base, "4k", "base pages only", ""},
    PageRow{PageKind::transparent_huge, "thp",
            "transparent huge pages, as far as free memory is contiguous",
            "the system's setting madvise or always, and base pages of 4 KiB"},
    PageRow{PageKind::huge, "2m", "2 MiB pages of the reserved pool (hugetlb)",
            "enough of them on the right nodes"},
};

}  // namespace

std::span<const PageRow> page_kinds() { return kinds; }

std::optional<PageKind> page_kind_from(std::string_view name) {
    if (name == system) return PageKind::system;
    for (const PageRow& row : kinds) {
        if (row.name == name) return row.kind;
    }
    return std::nullopt;
}

std::string_view to_string(PageKind kind) {
    for (const PageRow& row : kinds) {
        if (row.kind == kind) return row.name;
    }
    return system;
}

}  // namespace accelbench::topology
