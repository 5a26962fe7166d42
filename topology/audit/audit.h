#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::topology {

/// unknown: the system doesn't say, or not to us; the value says why.
enum class Grade {
    good,
    warn,
    bad,
    unknown
};

std::string_view to_string(Grade grade);
std::optional<Grade> grade_from(std::string_view word);

/// One fact that distorts measurements, as it is here.
struct AuditRow {
    std::string id;  // never changes: scripts name a fact by it
    std::string name;
    std::string value;
    Grade grade = Grade::unknown;
    std::string why;            // it matters
    std::string fix;            // the command that fixes it, or what to do where none can; "" when good
    bool prepare_host = false;  // `scripts/prepare-host ID` applies the fix

    bool operator==(const AuditRow&) const = default;
};

/// What an audit looks at besides /proc and /sys.
struct AuditInput {
    std::string root;  // "" = the real /proc and /sys; tests give a captured tree
    Machine machine;
    Environment environment;
    std::string mpi;                            // as the program that sums names it, "none", or "unknown: " and why
    std::string dmi_memory;                     // what `dmidecode -t memory` says; "" when it didn't run
    std::string no_dmi;                         // why not
    std::map<int, std::uint64_t> free_bytes;    // by node, as read_free_memory() gives it
    std::map<int, std::uint64_t> needed_bytes;  // by node, -1: anywhere; empty: nobody said
    std::uint64_t needed_on_each_node = 0;      // 0: nobody said
};

/// Reads what the system says; `needed_*` are left empty. Takes some ten milliseconds: dmidecode runs where
/// it may, for two seconds at most.
AuditInput read_audit_input(Machine machine, Environment environment, std::string mpi);

/// One row a fact, in the order of the table of facts. Changes nothing on the machine.
std::vector<AuditRow> audit(const AuditInput& input);

/// The row "free_memory" alone: for a machine that told its free memory, but did not know the need.
AuditRow audit_free_memory(const AuditInput& input);

/// The ids of the facts that scripts/prepare-host fixes, in the order of the table.
std::vector<std::string> facts_of_prepare_host();

}  // namespace accelbench::topology
