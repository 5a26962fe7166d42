#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// JUnit XML as GitLab, Jenkins and others read it: a test case for each cell. A cell whose losses differ from those of
/// its other policies is a failure, one with a launch that was lost an error, one that was not measured skipped. A
/// slower policy fails nothing: that is what was to be found out, and its verdict is in system-out.
std::string render_junit(const Document& document);

}  // namespace accelbench::reports
