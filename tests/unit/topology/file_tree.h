#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "topology/base/temporary_folder.h"

namespace accelbench::topology {

/// A /proc and /sys of our own below a fresh folder, removed at the end.
class FileTree {
  public:
    const std::string& root() const { return folder_.path(); }
    void write(const std::string& path, const std::string& text) const {
        const std::filesystem::path file = root() + path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

  private:
    TemporaryFolder folder_;
};

}  // namespace accelbench::topology
