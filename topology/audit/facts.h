#pragma once

#include <string>
#include <vector>

#include "topology/audit/audit.h"

namespace accelbench::topology {

/// What a check found. `fix` is "" where nothing needs fixing.
struct Finding {
    std::string value;
    Grade grade = Grade::unknown;
    std::string fix;
};

/// A fact: how it is called, why it matters, and how it is looked at. `fixed_by_script`:
/// scripts/prepare-host knows the id.
struct FactRow {
    const char* id;
    const char* name;
    const char* why;
    bool fixed_by_script;
    Finding (*check)(const AuditInput&);
};

/// The rows of one subject each; facts() is all of them, in this order.
std::vector<FactRow> processor_facts();
std::vector<FactRow> memory_facts();
std::vector<FactRow> module_facts();
std::vector<FactRow> limit_facts();
std::vector<FactRow> load_facts();
std::vector<FactRow> software_facts();
std::vector<FactRow> folder_facts();
std::vector<FactRow> facts();

/// unknown, with the reason as far as it can be told: a virtual machine, a container, or neither.
Finding unsaid(const AuditInput& input);

/// Of memory_facts(); the need is compared with it where somebody said one.
Finding check_free_memory(const AuditInput& input);

/// A folder that launchers need, with the room in it.
struct Space {
    std::string path;
    bool is_folder = false;
    bool is_writable = false;
    double bytes = 0;
    double free_bytes = 0;  // to us; 0 also where no more files fit
};

/// Of folder_facts(), from what was found. `ranks`: as many as a launch has at most.
Finding grade_shared_memory(const Space& space, int ranks, bool in_container);
Finding grade_temporary(const Space& space);

bool is_virtual(const AuditInput& input);
bool is_container(const AuditInput& input);

}  // namespace accelbench::topology
