#include "harness/cli/audit_machines.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/launch/hosts/mpi_version.h"
#include "harness/plan/needs.h"
#include "reports/model/host.h"
#include "topology/base/list_text.h"
#include "topology/base/standard_streams.h"

namespace accelbench::cli {
namespace {

using topology::AuditRow;

/// A host graded its memory without knowing the need.
void hold_against_need(reports::HostFacts& facts, const std::map<int, std::uint64_t>& needed) {
    topology::AuditInput input;
    input.machine = facts.machine;
    input.environment = facts.environment;
    input.free_bytes = facts.free_memory_bytes;
    input.needed_bytes = needed;
    const auto again = topology::audit_free_memory(input);
    std::replace_if(
        facts.audit.begin(), facts.audit.end(), [&](const auto& row) { return row.id == again.id; }, again);
}

std::vector<AuditRow> audit_this_machine(const plan::Plan& plan, const std::map<int, std::uint64_t>& needed) {
    auto input = topology::read_audit_input(plan.surroundings.machine, topology::read_environment(),
                                            launch::mpi_version());
    input.needed_bytes = needed;
    return topology::audit(input);
}

/// Rows that are bad, in words, and on which hosts they are: many hosts mostly share theirs.
using BadRows = std::vector<std::pair<std::string, std::vector<std::string>>>;

void add_bad(BadRows& bad, const std::string& host, const std::vector<AuditRow>& rows) {
    for (const auto& row : rows) {
        if (row.grade != topology::Grade::bad) continue;
        auto words = fmt::format("{}: {}; fix: {}", row.name, row.value, row.fix);
        auto known =
            std::find_if(bad.begin(), bad.end(), [&](const auto& entry) { return entry.first == words; });
        if (known == bad.end()) known = bad.insert(bad.end(), {std::move(words), {}});
        known->second.push_back(host);
    }
}

void tell(const BadRows& bad, bool several) {
    for (const auto& [words, hosts] : bad)
        talk("bad for measuring{}: {}\n", several ? " on " + first_few(hosts) : "", words);
}

}  // namespace

void audit_machines(plan::Plan& plan) {
    const auto needed = plan::needed_bytes(plan);
    BadRows bad;
    bool asked = false;
    for (auto& host : plan.hosts) {
        if (!host.facts) continue;
        hold_against_need(*host.facts, needed);
        add_bad(bad, host.name, host.facts->audit);
        if (!asked) plan.audit = host.facts->audit;
        asked = true;
    }
    if (!asked) {
        plan.audit = audit_this_machine(plan, needed);
        add_bad(bad, "", plan.audit);
    }
    tell(bad, asked);
}

}  // namespace accelbench::cli
