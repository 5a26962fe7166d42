#pragma once

#include <string>

namespace accelbench::counters {

/// What a file of /proc or /sys said, or why it said nothing: a missing file and a forbidden one have other
/// remedies. Containers put /dev/null over files that they hide: nothing at all is ENODATA, or the kernel
/// would be said to lack what the file doesn't tell.
struct SystemText {
    std::string text;
    int error = 0;  // errno of opening or of reading; 0: it was read to its end
};
SystemText read_system_text(const std::string& path);

/// errno of opening `path` and reading its first bytes; 0: it can be read. For files whose making is dear.
int probe_system_text(const std::string& path);

/// "/proc/vmstat can't be read (Permission denied)", "/proc/vmstat is empty".
std::string unreadable(const std::string& path, int error);

}  // namespace accelbench::counters
