#pragma once

#include <string>

#include "harness/launch/session.h"

namespace accelbench::cli {

/// The folder of a new session, made and proved writable before the first trial; "" picks
/// accelbench-results/<local time>. Throws Failure(usage) when it already holds a session (with the --resume
/// to type), Failure(environment) when it can't be written.
launch::OutputFolder make_out_folder(const std::string& wished, const std::string& plan_text);

}  // namespace accelbench::cli
