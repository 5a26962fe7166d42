#pragma once

#include <string>

#include "harness/launch/launchers/launcher.h"
#include "harness/launch/session/output_folder.h"
#include "harness/plan/plan.h"
#include "reports/model/document.h"

namespace accelbench::launch {

/// How a session ended: the document as it stands, the signal that ended it (0: none), what it needs and lost
/// ("": nothing), as a Slurm job that is over or a cpu that went offline, and where it can go on.
struct SessionEnd {
    reports::Document document;
    int signal = 0;
    std::string lost;
    /// What became of its folder ("was removed"); "" when it is where it was.
    std::string folder_trouble;
    std::string folder;                          // where its files are now; "" when they are nowhere
    std::string remedy = "continue in another";  // where it can continue, of what was lost
};

/// Runs the plan's trials block by block until its stopping rule is met, going on after the trials that the
/// journal already holds. Each trial is in the journal before the next one starts, so that a crash loses
/// nothing that was measured; document and page are written after the first blocks, then whenever the session
/// has grown by a quarter, and at its end. A folder that is lost meanwhile ends it. Throws
/// Failure(environment) when the folder can't be written.
SessionEnd run_session(const plan::Plan& plan, const LauncherRow& launcher, const OutputFolder& folder);

/// A plan and its trials as a document with summaries.
reports::Document make_document(const plan::Plan& plan, std::vector<reports::Trial> trials);

/// A host that was lost between two parts of a session takes nothing of what its cells gave before.
void keep_what_was_measured(reports::Document& document);

/// The command of a cell's trials, for the document and the dry run.
std::vector<std::string> cell_command(const plan::Plan& plan, const LauncherRow& launcher,
                                      const reports::Cell& cell, const std::string& trial_file);

}  // namespace accelbench::launch
