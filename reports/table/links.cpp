#include "reports/table/links.h"

#include <fmt/format.h>

#include "reports/text/columns.h"
#include "reports/text/units.h"
#include "reports/words/links.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {
namespace {

const std::vector<Column> columns{
    {"from", Align::left},
    {"to", Align::left},
    {"8 B", Align::right},
    {"p10 - p90", Align::right},
    {"n", Align::right},
    {"4 MiB", Align::right},
    {"p10 - p90", Align::right},
    {"n", Align::right},
};

std::string spread_of(const Estimate& measured, std::string (*text)(double)) {
    return measured.n < 2 ? "-" : fmt::format("{} - {}", text(measured.low), text(measured.high));
}

Row row_of(const Link& link) {
    const Estimate& latency = link.latency_seconds;
    const Estimate& bandwidth = link.bandwidth_bytes_per_second;
    return {link.from,
            link.to,
            time_text(latency.value),
            spread_of(latency, time_text),
            std::to_string(latency.n),
            rate_text(bandwidth.value),
            spread_of(bandwidth, rate_text),
            std::to_string(bandwidth.n)};
}

}  // namespace

std::string links_text(const Document& document) {
    if (document.links.empty() && document.links_reason.empty()) return "";
    std::string text = "\nlinks between machines";
    if (!document.links.empty()) {
        std::vector<Row> rows;
        for (const Link& link : links_to_list(document)) rows.push_back(row_of(link));
        text += fmt::format(" ({}):\n{}", links_caption(document), lay_out_columns(columns, rows));
    } else {
        text += ":\n";
    }
    for (const std::string& words : links_in_words(document)) text += "  " + visible_line(words) + "\n";
    return text;
}

}  // namespace accelbench::reports
