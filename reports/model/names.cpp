#include "reports/model/names.h"

#include <array>
#include <cstddef>

namespace accelbench::reports {
namespace {

template <class Value>
struct Named {
    Value value;
    std::string_view name;
};

constexpr std::array<Named<TrialStatus>, 5> statuses{{{TrialStatus::ok, "ok"},
                                                      {TrialStatus::failed, "failed"},
                                                      {TrialStatus::misplaced, "misplaced"},
                                                      {TrialStatus::timeout, "timeout"},
                                                      {TrialStatus::interrupted, "interrupted"}}};

constexpr std::array<Named<Verdict>, 4> verdicts{{{Verdict::slower, "slower"},
                                                  {Verdict::faster, "faster"},
                                                  {Verdict::same, "same"},
                                                  {Verdict::inconclusive, "inconclusive"}}};

constexpr std::array<Named<Pays>, 3> pays_words{
    {{Pays::yes, "yes"}, {Pays::no, "no"}, {Pays::inconclusive, "inconclusive"}}};

template <class Value, std::size_t N>
std::string_view name_in(const std::array<Named<Value>, N>& table, Value value) {
    for (const auto& row : table)
        if (row.value == value) return row.name;
    return "unknown";
}

template <class Value, std::size_t N>
std::optional<Value> value_in(const std::array<Named<Value>, N>& table, std::string_view name) {
    for (const auto& row : table)
        if (row.name == name) return row.value;
    return std::nullopt;
}

}  // namespace

std::string_view to_string(TrialStatus status) { return name_in(statuses, status); }
std::optional<TrialStatus> trial_status_from(std::string_view name) { return value_in(statuses, name); }
std::string_view to_string(Verdict verdict) { return name_in(verdicts, verdict); }
std::optional<Verdict> verdict_from(std::string_view name) { return value_in(verdicts, name); }
std::string_view to_string(Pays pays) { return name_in(pays_words, pays); }
std::optional<Pays> pays_from(std::string_view name) { return value_in(pays_words, name); }

}  // namespace accelbench::reports
