#pragma once

#include <string>

#include "harness/launch/launcher.h"
#include "harness/plan/plan.h"
#include "reports/model.h"

namespace accelbench::launch {

/// Where a session writes: DIR/plan.json, trials.jsonl, result.json, report.html, and trials/ while it runs.
struct OutputFolder {
    std::string path;
    std::string plan() const { return path + "/plan.json"; }
    std::string journal() const { return path + "/trials.jsonl"; }
    std::string document() const { return path + "/result.json"; }
    std::string page() const { return path + "/report.html"; }
    std::string trials() const { return path + "/trials"; }
};

/// How a session ended: the document as it stands, the signal that ended it (0: none), and what it needs and
/// lost ("": nothing), as a Slurm job that is over.
struct SessionEnd {
    reports::Document document;
    int signal = 0;
    std::string lost;
};

/// Runs the plan's trials block by block until its stopping rule is met, going on after the trials that the
/// journal already holds. Writes the document and the page after each block, so that a crash loses nothing
/// that was measured. Throws Failure(environment) when the folder can't be written.
SessionEnd run_session(const plan::Plan& plan, const LauncherRow& launcher, const OutputFolder& folder);

/// A plan and its trials as a document with summaries.
reports::Document make_document(const plan::Plan& plan, std::vector<reports::Trial> trials);

/// The command of a cell's trials, for the document and the dry run.
std::vector<std::string> cell_command(const plan::Plan& plan, const LauncherRow& launcher,
                                      const reports::Cell& cell, const std::string& trial_file);

}  // namespace accelbench::launch
