#pragma once

#include <span>
#include <string>

#include "topology/base/failure.h"
#include "topology/base/json_fields.h"

namespace accelbench::topology {

/// A key of a file's top level that had another name before format `since`.
struct RenamedKey {
    int since;
    const char* older;
    const char* newer;
};

/// How one kind of file says in which format it is written: {"accelbench_trial": 2, "accelbench_version":
/// "1.2.3", ...}. A new format is one that an older accelbench would misread: a key is renamed, removed or
/// required.
struct FileFormat {
    const char* key;         // "accelbench_trial"
    int version;             // that is written, and the newest that is read
    const char* accelbench;  // the version of this program
    std::span<const RenamedKey> renamed;
    int without_key = 0;  // the format of files from before there was a key; 0: each file has it
};

constexpr const char* writer_key =
    "accelbench_version";  // the name that result.json has for it among a host's facts

/// The file is of a later format than this accelbench reads: to be called that, and not damaged.
class LaterFormat : public Failure {
  public:
    explicit LaterFormat(const std::string& message) : Failure(Kind::usage, message) {}
};

/// The members that each file begins with.
Json begin_file(const FileFormat& format);

/// The format of a file, also of one that can't be read here. Throws BadField where it has none.
std::int64_t format_of(const Json& file, const FileFormat& format);

/// What is wrong with a file of a later format: both formats, both versions, and who can read it.
std::string later_format(const Json& file, const FileFormat& format);

/// Gives the keys of an older file today's names, and returns its format: what else has changed is up to its
/// reader. Throws BadField where the file has no format, LaterFormat beginning with `source`.
int take_format(Json& file, const FileFormat& format, const std::string& source);

/// The same for a file whose format is known.
void use_new_names(Json& file, const FileFormat& format, std::int64_t found);

}  // namespace accelbench::topology
