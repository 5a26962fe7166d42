#pragma once

#include <string>

#include "harness/launch/session/folder_lock.h"
#include "harness/launch/session/output_folder.h"
#include "reports/model/document.h"

namespace accelbench::cli {

/// What a report of a session's folder is made of.
struct ReportSource {
    reports::Document document;
    std::string left_alone;   // why the folder's documents stay as they are; "" when they are made anew
    launch::FolderLock lock;  // held until they are written
};

/// The session in `folder`, also one that was cut off: made anew of its plan and its journal. Where one of
/// these can't be read, or lacks what result.json holds, it is result.json alone. Throws Failure(usage) when
/// that can't be read either.
ReportSource read_session(const launch::OutputFolder& folder);

}  // namespace accelbench::cli
