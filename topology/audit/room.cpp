#include <fmt/format.h>

#include <algorithm>

#include "topology/audit/facts.h"
#include "topology/audit/node_text.h"
#include "topology/base/sizes.h"

namespace accelbench::topology {
namespace {

constexpr double spare = 1.25;  // MPI, libraries and caches need room beside what a plan declares
constexpr double nearly_full = 0.1;
constexpr const char* who_holds_it = "ps -eo rss,pid,user,args --sort=-rss | head";

/// What has to be free on the node for what was said.
std::uint64_t needed_on(const AuditInput& input, const NumaNode& node) {
    const auto found = input.needed_bytes.find(node.index);
    const auto planned = found == input.needed_bytes.end() ? 0 : found->second;
    return std::max(planned, node.kind == MemoryKind::dram ? input.needed_on_each_node : 0);
}

/// The worst of the nodes with what is short there.
struct Shortage {
    Grade grade = Grade::good;
    std::string text;
};

void take_worse(Shortage& worst, Grade grade, std::string text) {
    if (static_cast<int>(grade) > static_cast<int>(worst.grade)) worst = {grade, std::move(text)};
}

void look_at_need(Shortage& worst, double needed, double free, const std::string& where) {
    const auto text = [&] {
        return fmt::format("{} has {} free, {} needed", where, size_text(free), size_text(needed));
    };
    if (needed > free)
        take_worse(worst, Grade::bad, text());
    else if (needed * spare > free)
        take_worse(worst, Grade::warn, text());
}

Shortage shortage(const AuditInput& input) {
    Shortage worst;
    double all_free = 0;
    for (const auto& [index, bytes] : input.free_bytes) {
        const double free = static_cast<double>(bytes);
        all_free += free;
        const auto* node = input.machine.find_node(index);
        if (!node || node->kind == MemoryKind::none) continue;
        const double needed = static_cast<double>(needed_on(input, *node));
        const auto where = fmt::format("node {}", index);
        if (needed > 0)
            look_at_need(worst, needed, free, where);
        else if (node->memory_bytes > 0 && free < nearly_full * static_cast<double>(node->memory_bytes))
            take_worse(worst, Grade::warn,
                       fmt::format("{} is nearly full: {} of {} free", where, size_text(free),
                                   size_text(static_cast<double>(node->memory_bytes))));
    }
    if (const auto anywhere = input.needed_bytes.find(-1); anywhere != input.needed_bytes.end())
        look_at_need(worst, static_cast<double>(anywhere->second), all_free, "the machine");
    return worst;
}

}  // namespace

Finding check_free_memory(const AuditInput& input) {
    if (input.free_bytes.empty()) return unsaid(input);
    const auto worst = shortage(input);
    if (worst.grade == Grade::good) return {bytes_by_node_text(input.free_bytes), Grade::good, ""};
    return {worst.text, worst.grade, who_holds_it};
}

}  // namespace accelbench::topology
