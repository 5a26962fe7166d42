#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace accelbench {

/// The path from the root. Throws Failure(environment) where the working folder is gone, and Failure(usage)
/// where the path is not UTF-8: documents and trial files could not name it.
std::string absolute_path(const std::string& path);

/// The entries of a folder, in no order; none when it can't be read. `error` says why, also when only the
/// rest could not be read. Unlike a loop over directory_iterator this never throws half-way.
std::vector<std::filesystem::path> folder_entries(const std::filesystem::path& folder,
                                                  std::error_code& error);
std::vector<std::filesystem::path> folder_entries(const std::filesystem::path& folder);

}  // namespace accelbench
