#pragma once

#include <string>
#include <vector>

#include "reports/model/host.h"

namespace accelbench::harness {

/// links.json: what rank 0 of a launch over all machines found out about the network between them.
struct LinksFile {
    std::vector<reports::Link> links;
    int left_out = 0;  // pairs that there was no time for
};

std::string links_path(const std::string& folder);
void write_links_file(const LinksFile& links, const std::string& path);
/// Throws Failure(usage) naming the path when the file can't be read or isn't whole.
LinksFile read_links_file(const std::string& path);

}  // namespace accelbench::harness
