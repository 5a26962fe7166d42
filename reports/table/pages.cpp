#include "reports/table/pages.h"

#include <fmt/format.h>

#include "reports/words/findings.h"
#include "reports/words/pages.h"
#include "topology/base/list_text.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {

std::string pages_text(const Document& document) {
    std::string text;
    for (const PageUse& use : page_uses(document))
        text += fmt::format("  {}: {}; {}\n", use.kind, huge_share_text(use), resident_text(use));
    if (!text.empty()) text = "\npages of buffers after the steps, as Linux reports them:\n" + text;
    for (const Grouped& shortage : page_shortages(document))
        text += fmt::format("  {}\n    {}\n", visible_line(shortage.reason),
                            visible_line(first_few(shortage.members)));
    return text;
}

}  // namespace accelbench::reports
