#include "reports/table/slow_host.h"

#include <fmt/format.h>

#include "reports/words/slow_host.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {

std::string slow_host_text(const Document& document) {
    std::string text;
    for (const HostFinding& finding : host_findings(document))
        text += fmt::format("  {}\n    {}\n", visible_line(finding.head), visible_line(finding.effect->why));
    return text.empty() ? "" : "\nhosts, each in turn with and without:\n" + text;
}

}  // namespace accelbench::reports
