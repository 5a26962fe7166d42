#include "topology/audit/audit_json.h"

#include <nlohmann/json.hpp>

namespace accelbench::topology {

nlohmann::ordered_json audit_row_to_json(const AuditRow& row) {
    return {{"id", row.id},
            {"name", row.name},
            {"value", row.value},
            {"grade", to_string(row.grade)},
            {"why", row.why},
            {"mend", row.fix},
            {"prepare_host", row.prepare_host}};
}

}  // namespace accelbench::topology
