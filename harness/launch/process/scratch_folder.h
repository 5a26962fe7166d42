#pragma once

#include <string>

namespace accelbench::launch {

/// A fresh folder for temporary files, removed with them at the end. Throws Failure(environment) when none
/// can be made.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace accelbench::launch
