#include "topology/transparent_pages.h"

#include <fmt/format.h>

#include "topology/page_kind.h"

namespace accelbench::topology {
namespace {

bool have_their_own_setting(const Environment& environment) {
    const auto& setting = environment.transparent_hugepage_2mib;
    return !setting.empty() && setting != "inherit";
}

/// Arm's base pages may have 16 or 64 KiB; the kernel then maps 32 or 512 MiB as one, and what it makes of
/// smaller ones it doesn't tell (smaps).
std::string why_of_another_size(const Environment& environment) {
    const auto bytes = environment.transparent_hugepage_bytes;
    if (bytes == 0 || bytes == huge_page_bytes) return "";
    const auto base = environment.base_page_bytes;
    return fmt::format(
        "a transparent huge page has {} MiB here{}, and buffers are laid out for 2 MiB: choose --pages 2m, "
        "or 4k for "
        "base pages, or boot a Linux kernel with base pages of 4 KiB",
        bytes >> 20, base == 0 ? "" : fmt::format(" and a base page {} KiB", base >> 10));
}

}  // namespace

std::string transparent_pages_setting(const Environment& environment) {
    return have_their_own_setting(environment) ? environment.transparent_hugepage_2mib
                                               : environment.transparent_hugepage;
}

std::string transparent_pages_file(const Environment& environment) {
    return fmt::format("/sys/kernel/mm/transparent_hugepage/{}enabled",
                       have_their_own_setting(environment) ? "hugepages-2048kB/" : "");
}

std::string why_no_transparent_pages(const Environment& environment) {
    if (const auto why = why_of_another_size(environment); !why.empty()) return why;
    const auto setting = transparent_pages_setting(environment);
    if (setting == "madvise" || setting == "always") return "";
    const bool own = have_their_own_setting(environment);
    const auto met =
        setting.empty()
            ? std::string("this Linux kernel has no transparent huge pages, or /sys is hidden")
            : fmt::format("transparent huge pages{} are set to {} here", own ? " of 2 MiB" : "", setting);
    return fmt::format("{}: as root (of a container: on its host) echo madvise > {}; or choose --pages 4k",
                       met, transparent_pages_file(environment));
}

}  // namespace accelbench::topology
