#include "reports/words/verdict_glyph.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "reports/model/names.h"

namespace accelbench::reports {
namespace {

struct Glyph {
    std::string_view word;
    std::string_view sign;
};

constexpr std::array<Glyph, 5> glyphs{{{"slower", "&#9650;"},
                                       {"faster", "&#9660;"},
                                       {"same", "="},
                                       {"inconclusive", "?"},
                                       {"mixed", "&#177;"}}};

}  // namespace

std::string verdict_badge(Verdict verdict) { return verdict_badge(std::string(to_string(verdict))); }

std::string verdict_badge(const std::string& word) {
    std::string_view sign = "?";
    for (const Glyph& glyph : glyphs)
        if (glyph.word == word) sign = glyph.sign;
    return fmt::format("<span class=\"badge {0}\"><span aria-hidden=\"true\">{1}</span> {0}</span>", word,
                       sign);
}

}  // namespace accelbench::reports
