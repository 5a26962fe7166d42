#include "reports/html/html.h"

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/page_css.h"
#include "reports/words/findings.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string kernel_text(const Document& document) {
    return document.cells.empty() ? "No kernel" : document.cells.front().kernel;
}

std::string title_of(const Document& document) {
    return fmt::format("{} on {}", kernel_text(document),
                       document.machine.hostname.empty() ? "an unnamed host" : document.machine.hostname);
}

/// The policy forbids the page to load anything, so that a host name full of markup can't either.
std::string head(const Document& document) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; "
        "img-src data:\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n"
        "<title>accelbench: {}</title>\n<style>\n{}</style>\n</head>\n",
        escape(title_of(document)), page_css);
}

/// The work's parameters that are the same everywhere; the others stand in the tables.
std::string work_line(const Document& document) {
    if (document.cells.empty()) return "";
    std::vector<std::string> parts;
    const std::string varying = " " + work_text(document, document.cells.front()) + " ";
    for (const auto& [name, value] : beside_shape(document.cells.front())) {
        const std::string part = name + "=" + value_text(value);
        if (varying.find(" " + part + " ") == std::string::npos) parts.push_back(part);
    }
    return parts.empty() ? "" : fmt::format("<p class=\"work\">{}</p>\n", escape(join(parts, "  ")));
}

std::string header(const Document& document) {
    return fmt::format(
        "<header>\n<p class=\"brand\">accelbench</p>\n<h1>{}</h1>\n{}<p class=\"ended\">{}. {}.</p>\n"
        "</header>\n",
        escape(title_of(document)), work_line(document), escape(document.created),
        escape(ended_sentence(document)));
}

}  // namespace

std::string render_html(const Document& document) {
    std::string html = head(document) + "<body>\n<main>\n" + emulation_banner(document) + header(document);
    for (const auto section :
         {verdict_section, cells_section, scaling_section, slow_host_section, skips_section, launches_section,
          phases_section, counters_section, lost_section, losses_section, links_section,
          communication_section, hosts_section, placement_section, machine_section, environment_section,
          audit_section, method_section, rules_section})
        html += section(document);
    return html + fmt::format(
                      "</main>\n<footer><p>Made by accelbench {}; every number can be recomputed from result.json "
                      "beside this report.</p></footer>\n</body>\n</html>\n",
                      escape(document.accelbench_version));
}

}  // namespace accelbench::reports
