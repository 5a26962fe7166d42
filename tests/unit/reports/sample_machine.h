#pragma once

#include "reports/model/document.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::reports::samples {

/// `nodes` equal NUMA nodes of 64 GiB in one package each, one hardware thread a core.
topology::Machine sample_machine(int nodes, int cpus_per_node);
topology::Environment sample_environment();

/// One row of each grade.
std::vector<topology::AuditRow> sample_audit();

/// The audit, and conditions of each launch's first rank, of which the third lost time to other guests.
void add_audit(Document& document);

}  // namespace accelbench::reports::samples
