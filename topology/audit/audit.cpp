#include "topology/audit/audit.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "topology/audit/facts.h"

namespace accelbench::topology {
namespace {

constexpr std::array words{
    std::pair{Grade::good, std::string_view("good")}, std::pair{Grade::warn, std::string_view("warn")},
    std::pair{Grade::bad, std::string_view("bad")}, std::pair{Grade::unknown, std::string_view("unknown")}};

AuditRow row_of(const FactRow& fact, const AuditInput& input) {
    auto finding = fact.check(input);
    bool fixable = !finding.fix.empty() && fact.fixed_by_script;
    if (fixable && is_container(input)) {  // its /sys is read-only, and the setting is not its own
        finding.fix = "on the host: " + finding.fix;
        fixable = false;
    }
    return {fact.id, fact.name, std::move(finding.value), finding.grade, fact.why, std::move(finding.fix),
            fixable};
}

}  // namespace

std::string_view to_string(Grade grade) {
    return std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.first == grade; })
        ->second;
}

std::optional<Grade> grade_from(std::string_view text) {
    for (const auto& [grade, word] : words)
        if (word == text) return grade;
    return std::nullopt;
}

std::vector<FactRow> facts() {
    std::vector<FactRow> all;
    for (const auto& subject :
         {processor_facts(), memory_facts(), module_facts(), limit_facts(), load_facts(), software_facts(),
          folder_facts()})
        std::copy(subject.begin(), subject.end(), std::back_inserter(all));
    return all;
}

std::vector<AuditRow> audit(const AuditInput& input) {
    std::vector<AuditRow> rows;
    for (const auto& fact : facts()) rows.push_back(row_of(fact, input));
    return rows;
}

AuditRow audit_free_memory(const AuditInput& input) {
    const auto all = memory_facts();
    return row_of(*std::find_if(all.begin(), all.end(),
                                [](const auto& fact) { return std::string_view(fact.id) == "free_memory"; }),
                  input);
}

std::vector<std::string> facts_of_prepare_host() {
    std::vector<std::string> ids;
    for (const auto& fact : facts())
        if (fact.fixed_by_script) ids.emplace_back(fact.id);
    return ids;
}

bool is_container(const AuditInput& input) {
    return input.environment.virtualisation.find("container") != std::string::npos;
}

bool is_virtual(const AuditInput& input) {
    const auto& found = input.environment.virtualisation;
    return !found.empty() && found != "none" && found.rfind("container", 0) != 0;
}

Finding unsaid(const AuditInput& input) {
    if (is_virtual(input)) return {"not reported: the hypervisor decides it", Grade::unknown, ""};
    if (is_container(input)) return {"not reported: hidden from this container", Grade::unknown, ""};
    return {"not reported by this system", Grade::unknown, ""};
}

}  // namespace accelbench::topology
