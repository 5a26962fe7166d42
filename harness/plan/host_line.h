#pragma once

#include <string>

namespace accelbench::plan {

/// One host as a hostfile or --hosts names it.
struct HostLine {
    std::string name;
    int slots = 0;          // most ranks there; 0: not said
    std::string user = {};  // to log in as; "": as oneself
};

/// Reads "name", "name:8" or "name slots=8 max_slots=16", each also behind "user@"; `where` stands before a complaint.
/// Time and memory grow with the length of the text and no faster, whatever the text is. Throws Failure(usage).
HostLine read_host(const std::string& typed, const std::string& where);

}  // namespace accelbench::plan
