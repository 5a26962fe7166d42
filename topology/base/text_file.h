#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "topology/base/sizes.h"

namespace accelbench::topology {

/// Why a file can't be read, in words that may stand behind its name: "it is a directory".
class Unreadable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

constexpr std::size_t most_list_bytes = 16 * mebibyte;  // of a file of names; a wrong file ends here

/// The whole text of a file that somebody else wrote, without the byte order mark that editors on Windows put
/// before it. Throws Unreadable: no such file, a folder, more than `most_bytes` (a device without an end),
/// UTF-16.
std::string read_text_file(const std::string& path, std::size_t most_bytes);

/// `text` without a UTF-8 byte order mark; throws Unreadable on UTF-16, whose letters no reader would know.
std::string without_byte_order_mark(std::string text);

}  // namespace accelbench::topology
