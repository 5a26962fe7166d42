#include <array>

#include "reports/json/records.h"

namespace accelbench::reports {
namespace {

using topology::Moves;

struct MoveCount {
    const char* key;
    std::uint64_t Moves::*count;
};
constexpr std::array<MoveCount, 7> counts{{{"page_looks", &Moves::page_looks},
                                           {"moved_pages", &Moves::moved_pages},
                                           {"strayed_pages", &Moves::strayed_pages},
                                           {"thread_looks", &Moves::thread_looks},
                                           {"moved_threads", &Moves::moved_threads},
                                           {"threads_on_other_node", &Moves::threads_on_other_node},
                                           {"strayed_threads", &Moves::strayed_threads}}};

/// null where the kernel does not count.
struct KernelCount {
    const char* key;
    std::optional<std::uint64_t> Moves::*count;
};
constexpr std::array<KernelCount, 2> kernel_counts{
    {{"balanced_pages", &Moves::balanced_pages}, {"cpu_migrations", &Moves::cpu_migrations}}};

}  // namespace

Json write_moves(const Moves& moves) {
    Json json;
    json["borders"] = moves.borders;
    for (const auto& [key, count] : counts) json[key] = moves.*count;
    for (const auto& [key, count] : kernel_counts) json[key] = moves.*count ? Json(*(moves.*count)) : Json();
    if (!moves.pages_reason.empty()) json["pages_reason"] = moves.pages_reason;
    return json;
}

Moves read_moves(const Json& json) {
    Moves moves;
    moves.borders = small_integer(json, "borders");
    for (const auto& [key, count] : counts) moves.*count = unsigned_integer(json, key);
    for (const auto& [key, count] : kernel_counts)
        if (!field(json, key).is_null()) moves.*count = unsigned_integer(json, key);
    if (json.contains("pages_reason")) moves.pages_reason = text(json, "pages_reason");
    return moves;
}

}  // namespace accelbench::reports
