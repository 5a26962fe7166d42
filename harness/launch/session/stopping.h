#pragma once

#include <string>

#include "harness/plan/plan.h"
#include "reports/model/document.h"

namespace accelbench::launch {

/// The stopping rule, asked between blocks: on the width of the intervals and on the budget, never on a
/// verdict (stopping on a verdict finds differences that aren't there). Returns "" to go on, else how the
/// session ended, for the document. `elapsed_seconds` of this session; `block_seconds`: what the last block
/// took.
std::string why_stop(const plan::Plan& plan, const reports::Document& document, int blocks,
                     double elapsed_seconds, double block_seconds);

/// What is said of an end when launches failed: a session of which nothing can be used is not complete. ""
/// stays "".
std::string with_failures(const std::string& ended, const reports::Document& document);

}  // namespace accelbench::launch
