#pragma once

#include <string>

namespace accelbench::launch {

/// Where a session writes: DIR/plan.json, trials.jsonl, result.json, report.html, and trials/ and running
/// while it runs.
struct OutputFolder {
    std::string path;
    std::string plan() const { return path + "/plan.json"; }
    std::string journal() const { return path + "/trials.jsonl"; }
    std::string document() const { return path + "/result.json"; }
    std::string page() const { return path + "/report.html"; }
    std::string trials() const { return path + "/trials"; }
    std::string running() const { return path + "/running"; }
};

}  // namespace accelbench::launch
