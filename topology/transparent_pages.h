#pragma once

#include <string>

#include "topology/environment.h"

namespace accelbench::topology {

/// What the kernel goes by for transparent huge pages of 2 MiB, "always", "madvise" or "never": what their
/// own file says (Linux 6.8), or else the one for all sizes. "": there are none, or /sys is hidden.
std::string transparent_pages_setting(const Environment& environment);

/// The file that this is read from, and fixed in.
std::string transparent_pages_file(const Environment& environment);

/// "" when a buffer that asks for transparent huge pages may have them, else what was met and the remedy.
std::string why_no_transparent_pages(const Environment& environment);

}  // namespace accelbench::topology
