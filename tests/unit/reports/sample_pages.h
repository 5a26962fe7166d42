#pragma once

#include "reports/model/document.h"

namespace accelbench::reports::samples {

/// local and remote with 2 processes, each on 4k and on thp pages, which take 0.8 of the time; in one launch
/// of remote half of the huge pages could not be had.
Document paged();

}  // namespace accelbench::reports::samples
