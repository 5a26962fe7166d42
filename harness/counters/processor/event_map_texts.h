#pragma once

#include <string>
#include <utility>
#include <vector>

namespace accelbench::counters {

/// Name and text of each file of processors/. The build writes the source from the files.
std::vector<std::pair<std::string, std::string>> event_map_texts();

}  // namespace accelbench::counters
