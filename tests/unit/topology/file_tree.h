#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace accelbench::topology {

/// A /proc and /sys of our own below a fresh folder, removed at the end.
class FileTree {
  public:
    FileTree() {
        auto pattern = (std::filesystem::temp_directory_path() / "accelbench-tree-XXXXXX").string();
        root_ = mkdtemp(pattern.data());
    }
    FileTree(const FileTree&) = delete;
    FileTree& operator=(const FileTree&) = delete;
    ~FileTree() {
        std::error_code error;
        std::filesystem::remove_all(root_, error);
    }
    const std::string& root() const { return root_; }
    void write(const std::string& path, const std::string& text) const {
        const std::filesystem::path file = root_ + path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

  private:
    std::string root_;
};

}  // namespace accelbench::topology
