#pragma once

#include <string>

#include "harness/launch/session/folder_lock.h"
#include "harness/launch/session/output_folder.h"

namespace accelbench::cli {

/// A session's folder, held for as long as this lives.
struct HeldFolder {
    launch::OutputFolder folder;
    launch::FolderLock lock;
};

/// The folder of a new session, made and proved writable before the first trial, with its plan and an empty
/// journal;
/// "" picks accelbench-results/<local time>, below the home folder where the current one can't be written,
/// and says so. Throws Failure(usage) when it already holds a session (with the --resume to type) or its
/// results, Failure(environment) when it can't be written.
HeldFolder make_out_folder(const std::string& wished, const std::string& plan_text);

}  // namespace accelbench::cli
