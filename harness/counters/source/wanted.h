#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// What a rank asks of the sources.
struct Wanted {
    bool all = false;                 // "auto": whatever this machine has
    std::vector<std::string> names;   // otherwise these
    bool first_on_machine = true;     // what counts for the whole machine is read by one rank of it
    int threads = 1;                  // that the rank will start, its first one included
    std::vector<std::string> served;  // names that an earlier source reads already
    std::string root;                 // of /proc and /sys; "" for the real ones

    /// Asked for, and not served yet.
    bool wants(std::string_view name) const;
};

/// From the text of --counters: "auto", "none" or names with ',' between. Names are not checked here.
Wanted wanted_from(const std::string& text);

/// One row per source. `open` gives nullptr when nothing of the source's is wanted.
struct SourceRow {
    std::string_view name;
    std::vector<std::string> (*names)();  // what --counters may ask of it
    std::unique_ptr<Source> (*open)(const Wanted& wanted);
};

}  // namespace accelbench::counters
