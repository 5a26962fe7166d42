#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/words/findings.h"

namespace accelbench::reports {

std::string emulation_banner(const Document& document) {
    if (!is_emulated(document)) return "";
    return fmt::format(
        "<aside class=\"banner\" role=\"note\" aria-label=\"Emulated machine\">\n<p>{}</p>\n</aside>\n",
        escape(emulation_sentence(document)));
}

std::string why_not_judged(const Document& document) {
    if (!is_emulated(document)) return "";
    return fmt::format(
        "<p class=\"notice\">No policy is judged. This was measured on an emulated machine ({}): all nodes' memory is "
        "equally near there, and a step's time shows how busy the host was. This report verifies where threads and "
        "pages were, and whether the losses agree.</p>\n",
        escape(document.environment.emulation));
}

}  // namespace accelbench::reports
