#pragma once

#include <string>
#include <vector>

#include "topology/audit/audit.h"

namespace accelbench::cli {

/// The table for stdout, bad rows first and good ones last; each with its grade as a sign and a word, why it
/// matters, and the command that fixes it. Ends with a newline.
std::string doctor_text(const std::vector<topology::AuditRow>& rows);

/// One document: {"accelbench_doctor": 1, "host", "counts", "rows"}; rows in the order of the facts.
std::string doctor_json(const std::string& host, const std::vector<topology::AuditRow>& rows);

/// "2 bad, 5 warn, 1 unknown, 20 good"
std::string grades_text(const std::vector<topology::AuditRow>& rows);

/// "scripts/prepare-host thp swap" of the rows that it fixes; "" when there is none.
std::string prepare_host_command(const std::vector<topology::AuditRow>& rows);

}  // namespace accelbench::cli
