#include "reports/formats/junit.h"

#include <fmt/format.h>

#include <map>

#include "reports/model/cells.h"
#include "reports/model/names.h"
#include "reports/words/findings.h"

namespace accelbench::reports {
namespace {

/// XML 1.0 has no way to write most control characters, not even as an entity.
std::string xml(std::string_view text) {
    static const std::map<char, std::string_view> entities = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\n', "&#10;"}, {'\t', "&#9;"}};
    std::string safe;
    for (const char byte : text) {
        const auto entity = entities.find(byte);
        if (entity != entities.end())
            safe += entity->second;
        else
            safe += static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f ? "\xEF\xBF\xBD" : std::string(1, byte);
    }
    return safe;
}

struct Counts {
    int tests = 0, failures = 0, errors = 0, skipped = 0;
};

/// Of each launch that is not ok, with its reason.
std::string lost_launches(const std::vector<const Trial*>& trials) {
    std::string lost;
    for (const Trial* trial : trials)
        if (trial->status != TrialStatus::ok)
            lost += fmt::format("trial {} (block {}): {}: {}\n", trial->sequence, trial->block,
                                to_string(trial->status), trial->reason);
    return lost;
}

/// The element that marks a cell that did not pass, counted; "" for one that did.
std::string outcome(const Document& document, const Cell& cell, const std::vector<const Trial*>& trials,
                    Counts& counts) {
    const auto element = [](int& count, const char* name, std::string_view type, std::string_view text) {
        ++count;
        return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{2}</{0}>\n", name, type, xml(text));
    };
    const Summary* summary = find_summary(document, cell.id);
    if (!cell.skip.empty()) return element(counts.skipped, "skipped", "skipped", cell.skip);
    if (summary != nullptr && !summary->losses_differ.empty())
        return element(counts.failures, "failure", "losses", summary->losses_differ);
    const std::string lost = lost_launches(trials);
    if (!lost.empty()) return element(counts.errors, "error", "launches", lost);
    if (!trials.empty()) return "";
    return element(counts.skipped, "skipped", "skipped", "not launched before the session ended");
}

/// What was found out, in words.
std::string findings_of(const Document& document, const Cell& cell) {
    const Summary* summary = find_summary(document, cell.id);
    if (summary == nullptr || !summary->step_seconds) return "";
    std::string text = fmt::format("median step {:.9f} s, n = {}\nvs local: {}\n", summary->step_seconds->value,
                                   summary->launches, against_local(document, cell));
    if (const Comparison* comparison = find_comparison(document, cell.id)) text += comparison->why + "\n";
    return fmt::format("      <system-out>{}</system-out>\n", xml(text));
}

std::string test_case(const Document& document, const Cell& cell, Counts& counts) {
    const std::vector<const Trial*> trials = trials_of(document, cell.id);
    double seconds = 0;
    for (const Trial* trial : trials) seconds += trial->wall_seconds;
    ++counts.tests;
    return fmt::format(
        "    <testcase classname=\"accelbench.{}.{}\" name=\"{}\" time=\"{:.3f}\">\n{}{}"
        "    </testcase>\n",
        xml(cell.kernel), xml(cell.policy), xml(cell.id), seconds,
        outcome(document, cell, trials, counts), findings_of(document, cell));
}

std::string property(const char* name, std::string_view value) {
    return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml(value));
}

}  // namespace

std::string render_junit(const Document& document) {
    Counts counts;
    std::string cases;
    for (const Cell& cell : document.cells) cases += test_case(document, cell, counts);
    const std::string numbers =
        fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\"", counts.tests,
                    counts.failures, counts.errors, counts.skipped, document.elapsed_seconds);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"accelbench\" {0}>\n"
        "  <testsuite id=\"0\" name=\"accelbench sweep\" package=\"accelbench\" hostname=\"{1}\" timestamp=\"{2}\" "
        "{0}>\n    <properties>\n{3}    </properties>\n{4}  </testsuite>\n</testsuites>\n",
        numbers, xml(document.machine.hostname), xml(document.created.substr(0, 19)),
        property("accelbench_version", document.accelbench_version) +
            property("seed", std::to_string(document.seed)) + property("ended", document.ended) +
            property("launcher", document.launcher + " " + document.launcher_version),
        cases);
}

}  // namespace accelbench::reports
