#pragma once

#include <optional>
#include <string_view>

#include "reports/model/scaling.h"
#include "reports/model/summary.h"
#include "reports/model/trial.h"

namespace accelbench::reports {

/// The words that documents use: "ok", "failed", "misplaced", "timeout", "interrupted".
std::string_view to_string(TrialStatus status);
std::optional<TrialStatus> trial_status_from(std::string_view name);

/// "slower", "faster", "same", "inconclusive".
std::string_view to_string(Verdict verdict);
std::optional<Verdict> verdict_from(std::string_view name);

/// "yes", "no", "inconclusive".
std::string_view to_string(Pays pays);
std::optional<Pays> pays_from(std::string_view name);

}  // namespace accelbench::reports
