#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Launches of a cell and its base, paired by block (pairing.h). References live as long as the document.
struct LaunchPair {
    const Trial* own = nullptr;
    const Trial* base = nullptr;
};
struct Pairing {
    const Document& document;
    const Cell& cell;
    const Cell& base;
    std::vector<LaunchPair> pairs;
};
Pairing pair_launches(const Document& document, const Comparison& comparison);

/// One number of each launch of a pair.
struct Samples {
    std::vector<double> own;
    std::vector<double> base;
};

/// `value(cell, trial)` gives an optional number; pairs in which either has none are left out.
template <class Value>
Samples sample(const Pairing& pairing, Value value) {
    Samples samples;
    for (const LaunchPair& pair : pairing.pairs) {
        const std::optional<double> own = value(pairing.cell, *pair.own),
                                    base = value(pairing.base, *pair.base);
        if (!own || !base || !std::isfinite(*own) || !std::isfinite(*base)) continue;
        samples.own.push_back(*own);
        samples.base.push_back(*base);
    }
    return samples;
}

/// own - base of each pair.
std::vector<double> differences(const Samples& samples);

/// Of pairs in which both are above 0; the others are left out.
std::vector<double> log_ratios(const Samples& samples);

/// A number of the cell beside the base's: medians over the paired launches.
struct Contrast {
    double own = 0;
    double base = 0;
    /// More in the cell than in the base, beyond doubt: the signed-rank test of the paired differences
    /// against a floor, at the document's confidence divided by the number of things that were looked at
    /// (Bonferroni).
    bool more = false;
    bool less = false;
};

/// `looked_at`: how many things are looked at for the same question. nullopt: no pair has both. Fewer pairs
/// than a verdict needs prove nothing.
std::optional<Contrast> contrast(const Samples& samples, double floor, double confidence,
                                 std::size_t looked_at);

}  // namespace accelbench::reports
