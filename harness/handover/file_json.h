#pragma once

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "reports/json/fields.h"
#include "topology/base/failure.h"
#include "topology/base/json_format.h"
#include "topology/base/write_file.h"

namespace accelbench::harness {

/// Reads a file with `read(json, format)`; whatever is wrong inside becomes one line that names the file.
template <class Read>
auto read_whole(const std::string& path, const char* what, const topology::FileFormat& format, Read read) {
    std::ifstream file(path);
    if (!file) throw Failure(Failure::Kind::usage, fmt::format("{}: {}", path, std::strerror(errno)));
    decltype(read(topology::Json(), 1)) whole;
    topology::guarded(fmt::format("{} is not a whole {}: ", path, what), [&] {
        auto json = topology::parse_json(file);
        const int found = topology::take_format(json, format, path);
        whole = read(json, found);
    });
    return whole;
}

/// Readers on other machines see the whole file or none.
inline void write_whole(const topology::Json& json, const std::string& path) {
    write_file_atomically(path, reports::dump(json));
}

}  // namespace accelbench::harness
