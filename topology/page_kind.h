#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace accelbench::topology {

/// What the pages of a buffer are made of. `system`: nothing is asked of the kernel, its settings decide.
enum class PageKind {
    system,
    base,
    transparent_huge,
    huge
};

/// One row of the table of kinds that users choose from, by the names that the field has for them.
struct PageRow {
    PageKind kind;
    std::string_view name;
    std::string_view help;
    std::string_view needs;  // "" when every kernel has it
};

std::span<const PageRow> page_kinds();
std::optional<PageKind> page_kind_from(std::string_view name);  // also "system", as documents have it
std::string_view to_string(PageKind kind);                      // "system", "4k", "thp", "2m"

/// What the kind `4k` is named for. Arm's base pages may have 16 or 64 KiB.
inline constexpr std::size_t usual_base_page_bytes = 4096;

/// Of transparent huge pages and of the pool's, where base pages have 4 KiB (transparent_pages.h looks).
inline constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;

/// What `bytes` take in whole huge pages.
constexpr std::size_t huge_pages_for(std::size_t bytes) {
    return bytes / huge_page_bytes + (bytes % huge_page_bytes != 0 ? 1 : 0);
}

/// How many of them `bytes` fill from end to end: the rest keeps to base pages under `thp`, or a buffer
/// of 3.4 MiB would take 4.
constexpr std::size_t filled_huge_pages(std::size_t bytes) { return bytes / huge_page_bytes; }

}  // namespace accelbench::topology
