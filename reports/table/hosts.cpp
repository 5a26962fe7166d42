#include "reports/table/hosts.h"

#include <fmt/format.h>

#include "reports/analysis/host_differences.h"
#include "reports/analysis/host_troubles.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {

std::string hosts_text(const Document& document) {
    if (document.hosts.size() < 2) return "";
    std::string text = "\n";
    const auto differences = host_differences(document.hosts);
    if (const auto sentence = hosts_sentence(document); !sentence.empty())
        text += sentence + (differences.empty() ? "\n" : ":\n");
    if (!differences.empty()) text += host_differences_text(differences);
    for (const auto& trouble : host_troubles(document.hosts))
        text += fmt::format("  not used: {}\n", visible_line(trouble.sentence()));
    return text;
}

}  // namespace accelbench::reports
