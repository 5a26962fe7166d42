#include "reports/words/cause.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

bool slower(const Cause& cause) { return cause.verdict != Verdict::faster; }

/// "2.10x slower", and of the inverse "2.10x faster".
std::string change_text(const PhaseShift& shift, const Cause& cause) {
    const double ratio = shift.ratio.value;
    return slower(cause) ? ratio_text(ratio) + "x slower" : ratio_text(1 / ratio) + "x faster";
}

/// More remote explains slower, and less faster.
bool explains(const std::optional<Contrast>& remote, const Cause& cause) {
    return remote && (slower(cause) ? remote->more : remote->less);
}

std::string remote_text(const Contrast& remote, const std::string& of, const Cause& cause) {
    return fmt::format("{} of {} {} remote, {} under {}", percent_text(remote.own), of, cause.locality,
                       percent_text(remote.base), cause.base_policy);
}

std::vector<const PhaseShift*> carrying(const Cause& cause) {
    std::vector<const PhaseShift*> all;
    for (const PhaseShift& shift : cause.phases)
        if (shift.carries) all.push_back(&shift);
    std::stable_sort(all.begin(), all.end(), [](const PhaseShift* one, const PhaseShift* other) {
        return one->part_of_gain > other->part_of_gain;
    });
    return all;
}

std::string phase_text(const PhaseShift& shift, const Cause& cause, bool first) {
    // Other phases may win a little back.
    const std::string part = shift.part_of_gain > 0.995 ? "all" : percent_text(shift.part_of_gain);
    std::string text = fmt::format("{} phase {}{} ({} of {}'s step, {} of the difference)", shift.phase,
                                   change_text(shift, cause), first ? " under " + cause.policy : "",
                                   percent_text(shift.part_of_step), cause.base_policy, part);
    if (shift.remote) text += ", " + remote_text(*shift.remote, "its", cause);
    return text;
}

/// "other phases within 2 %", or between which ratios they lie.
std::string other_phases(const Cause& cause, double margin) {
    double low = 1, high = 1;
    int others = 0;
    for (const PhaseShift& shift : cause.phases) {
        if (shift.carries) continue;
        low = others == 0 ? shift.ratio.value : std::min(low, shift.ratio.value);
        high = others == 0 ? shift.ratio.value : std::max(high, shift.ratio.value);
        ++others;
    }
    if (others == 0) return "";
    const std::string who = carrying(cause).empty() ? "no phase differs significantly:" : "other phases";
    if (low >= 1 / (1 + margin) && high <= 1 + margin)
        return fmt::format("{} within {}", who, percent_text(margin));
    return fmt::format("{} {}x to {}x", who, ratio_text(low), ratio_text(high));
}

std::string amount_text(const OtherShift& other, double amount) {
    if (other.is_time) return time_text(amount);
    return amount < 10 ? number_text(amount) : count_text(amount);
}

std::string other_text(const OtherShift& other, const Cause& cause) {
    return fmt::format("{} {} per step and {}, {} under {}", amount_text(other, other.contrast.own),
                       other.words, other.per, amount_text(other, other.contrast.base), cause.base_policy);
}

/// Where memory lies is no proof of what was read, and stands for it only where nothing better is known.
std::string elsewhere_text(const Cause& cause) {
    if (!cause.elsewhere) return "";
    return fmt::format("{} of the ranks' memory lies on other nodes, {} under {}",
                       percent_text(cause.elsewhere->own), percent_text(cause.elsewhere->base),
                       cause.base_policy);
}

std::string why_untold(const Cause& cause) {
    if (cause.locality.empty())
        return fmt::format("the share of remote reads could not be measured ({})", cause.why_no_locality);
    return "its reads don't explain it, and nothing else that was counted differs significantly";
}

/// What of locality stands beside no phase: where phases don't tell it apart.
std::string whole_step_text(const Cause& cause) {
    const auto shown = carrying(cause);
    const bool beside_a_phase = std::any_of(
        shown.begin(), shown.end(), [](const PhaseShift* shift) { return shift->remote.has_value(); });
    return cause.remote && !beside_a_phase ? remote_text(*cause.remote, "all", cause) : "";
}

bool is_explained(const Cause& cause) {
    const auto shown = carrying(cause);
    const bool by_phase = std::any_of(
        shown.begin(), shown.end(), [&](const PhaseShift* shift) { return explains(shift->remote, cause); });
    return by_phase || (!whole_step_text(cause).empty() && explains(cause.remote, cause)) ||
           !cause.others.empty();
}

}  // namespace

std::string cause_in_words(const Cause& cause, double margin) {
    std::vector<std::string> parts;
    for (const PhaseShift* shift : carrying(cause)) parts.push_back(phase_text(*shift, cause, parts.empty()));
    parts.push_back(other_phases(cause, margin));
    parts.push_back(whole_step_text(cause));
    for (const OtherShift& other : cause.others) parts.push_back(other_text(other, cause));
    if (cause.locality.empty()) parts.push_back(elsewhere_text(cause));
    if (!is_explained(cause))
        parts.push_back("cause unknown: " + why_untold(cause));
    else if (cause.locality.empty())
        parts.push_back(why_untold(cause));
    std::erase(parts, "");
    return join(parts, "; ");
}

}  // namespace accelbench::reports
