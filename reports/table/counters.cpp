#include "reports/table/counters.h"

#include <fmt/format.h>

#include <sstream>

#include "reports/analysis/calibration.h"
#include "reports/words/counters.h"

namespace accelbench::reports {
namespace {

constexpr std::size_t line_width = 100;
constexpr std::size_t most_causes = 8;

std::string causes_text(const Document& document) {
    const std::vector<CauseLine> lines = cause_lines(document);
    if (lines.empty()) return "";
    std::string text = "\nwhy, as far as counters show:\n";
    for (std::size_t i = 0; i < lines.size() && i < most_causes; ++i)
        text += wrap(fmt::format("  {}: {}", lines[i].head, lines[i].cause), line_width, 4) + "\n";
    if (lines.size() > most_causes)
        text += fmt::format("  and {} more: see report.html or \"cause\" in result.json\n",
                            lines.size() - most_causes);
    return text;
}

std::string calibrations_text(const Document& document) {
    std::string text;
    if (!document.counters) return text;
    for (const Calibration& calibration : document.counters->calibrations)
        if (!calibration.usable && calibration.local_stream && calibration.remote_stream)
            text +=
                wrap(fmt::format("  {}: {}", calibration.metric, readings_text(calibration)), line_width, 4) +
                "\n";
    return text.empty() ? "" : "\nunusable on this machine:\n" + text;
}

}  // namespace

std::string wrap(const std::string& text, std::size_t width, std::size_t indent) {
    std::string line(text, 0, text.find_first_not_of(' '));
    std::string lines;
    bool starts = true;
    std::istringstream words(text);
    for (std::string word; words >> word; starts = false) {
        if (!starts && line.size() + 1 + word.size() > width) {
            lines += line + "\n";
            line = std::string(indent, ' ');
            starts = true;
        }
        line += (starts ? "" : " ") + word;
    }
    return lines + line;
}

std::string counters_text(const Document& document) {
    const std::string note = locality_note(document);
    return (note.empty() ? "" : wrap(note, line_width, 2) + "\n") + causes_text(document) +
           calibrations_text(document);
}

}  // namespace accelbench::reports
