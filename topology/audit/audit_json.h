#pragma once

#include <nlohmann/json_fwd.hpp>

#include "topology/audit/audit.h"

namespace accelbench::topology {

/// One row, for doctor and for documents; reports/json/audit.cpp reads it.
nlohmann::ordered_json audit_row_to_json(const AuditRow& row);

}  // namespace accelbench::topology
