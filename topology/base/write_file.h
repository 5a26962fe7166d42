#pragma once

#include <string>

namespace accelbench {

/// Writes text to a temporary file beside `path`, fsyncs and renames it: readers see the old file or the
/// whole new one. Links are followed, and the permissions of a file that was there are kept. A device, a FIFO
/// or /dev/stdout is written to and never replaced. Throws Failure(environment) with the cause (a full disk,
/// no permission) and leaves nothing half-written.
void write_file_atomically(const std::string& path, const std::string& text);

}  // namespace accelbench
