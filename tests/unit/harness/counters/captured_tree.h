#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/topology/file_tree.h"

namespace accelbench::counters {

/// A machine of tests/fixtures/counters/trees as a folder tree.
class CapturedTree : public topology::FileTree {
  public:
    explicit CapturedTree(const std::string& name) {
        std::ifstream capture(std::string(ACCELBENCH_SOURCE_DIR) + "/tests/fixtures/counters/trees/" + name +
                              ".txt");
        std::string path, text;
        for (std::string line; std::getline(capture, line);) {
            if (!line.starts_with("==> ")) {
                text += line + "\n";
                continue;
            }
            if (!path.empty()) write(path, text);
            path = line.substr(4, line.rfind(" <==") - 4);
            text.clear();
        }
        if (!path.empty()) write(path, text);
    }
    void remove(const std::string& path) const { std::filesystem::remove_all(root() + path); }
};

}  // namespace accelbench::counters
