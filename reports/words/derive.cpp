#include "reports/words/derive.h"

#include "reports/analysis/cause.h"
#include "reports/analysis/metrics.h"
#include "reports/analysis/summarise.h"
#include "reports/model/cells.h"
#include "reports/words/cause.h"
#include "reports/words/scaling.h"
#include "reports/words/slow_host.h"
#include "reports/words/verdict.h"

namespace accelbench::reports {
namespace {

VerdictContext context_of(const Document& document, const Comparison& comparison) {
    return {.policy = find_cell(document, comparison.cell)->policy,
            .base_policy = find_cell(document, comparison.base_cell)->policy,
            .spread = comparison.power_spread,
            .margin = document.margin,
            .confidence = document.confidence,
            .comparisons = static_cast<int>(document.comparisons.size())};
}

/// Of a slower or faster cell that counted something; else "".
std::string cause_of(const Document& document, const Comparison& comparison) {
    const bool differs = comparison.verdict == Verdict::slower || comparison.verdict == Verdict::faster;
    if (!differs || !has_counters(document, *find_cell(document, comparison.cell))) return "";
    return cause_in_words(find_cause(document, comparison), document.margin);
}

}  // namespace

void explain(Document& document) {
    for (Comparison& comparison : document.comparisons) {
        const VerdictContext context = context_of(document, comparison);
        comparison.settled_by = what_settles(comparison, context);
        comparison.why = why_in_words(comparison, context);
        comparison.cause = cause_of(document, comparison);
    }
    for (HostEffect& effect : document.host_effects) effect.why = host_in_words(effect, document);
    for (Scaling& scaling : document.scaling)
        for (ScalingPath& path : scaling.paths) path.why = path_in_words(document, path);
}

void derive(Document& document) {
    summarise(document);
    explain(document);
}

}  // namespace accelbench::reports
