#include "reports/words/links.h"

#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/text/units.h"

namespace accelbench::reports {
namespace {

std::string spread_of(const Estimate& measured, std::string (*text)(double)) {
    return measured.n < 2 ? "no spread" : fmt::format("{} to {}", text(measured.low), text(measured.high));
}

std::vector<std::string> row_of(const Link& link) {
    const Estimate& latency = link.latency_seconds;
    const Estimate& bandwidth = link.bandwidth_bytes_per_second;
    return {escape(link.from + " - " + link.to),
            fmt::format("<strong>{}</strong>", time_text(latency.value)),
            spread_of(latency, time_text),
            std::to_string(latency.n),
            fmt::format("<strong>{}</strong>", rate_text(bandwidth.value)),
            spread_of(bandwidth, rate_text),
            std::to_string(bandwidth.n)};
}

std::string links_table(const Document& document) {
    if (document.links.empty()) return "";
    std::vector<std::vector<std::string>> rows;
    for (const Link& link : links_to_list(document)) rows.push_back(row_of(link));
    return html_table("Before the first launch: " + links_caption(document),
                      {{"Machines"},
                       {"Latency, 8 B", true},
                       {"p10 to p90", true},
                       {"Round trips", true},
                       {"Bandwidth, 4 MiB", true},
                       {"p10 to p90", true},
                       {"Round trips", true}},
                      rows);
}

}  // namespace

std::string links_section(const Document& document) {
    std::string words;
    for (const std::string& sentence : links_in_words(document))
        words += "<li>" + escape(sentence) + "</li>\n";
    if (!words.empty()) words = "<ul>\n" + words + "</ul>\n";
    return html_section("links", "Links between machines", words + links_table(document));
}

}  // namespace accelbench::reports
