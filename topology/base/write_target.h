#pragma once

#include <sys/stat.h>

#include <string>

namespace accelbench {

/// Where what is written to a name goes, once its links were followed.
struct WriteTarget {
    enum class Kind {
        file,        // a regular file, or none yet: it is replaced by a rename
        stream,      // a device, a FIFO, a descriptor of another process: it is written to
        descriptor,  // one of this process, as /dev/stdout and /dev/fd/63 name it: it is written to
    };
    Kind kind = Kind::file;
    std::string path;  // without links
    int descriptor = -1;
    bool exists = false;
    struct stat facts = {};  // of a file that exists
};

/// errno's value of why `path` leads nowhere that can be written (a folder, links in a circle), or 0.
int find_write_target(const std::string& path, WriteTarget& target);

}  // namespace accelbench
