#pragma once

#include <nlohmann/json_fwd.hpp>

#include "topology/audit/audit.h"

namespace accelbench::topology {

/// One row of a document. The reader throws nlohmann's exceptions on a foreign shape; a grade that it
/// does not know is unknown.
nlohmann::ordered_json audit_row_to_json(const AuditRow& row);
AuditRow audit_row_from_json(const nlohmann::ordered_json& json);

}  // namespace accelbench::topology
