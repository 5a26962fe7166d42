#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "../../failure_text.h"
#include "../temporary_folder.h"

namespace accelbench::harness {

inline std::string text_of(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A file as an older accelbench wrote it.
inline std::string captured(const std::string& name) {
    return ACCELBENCH_SOURCE_DIR "/tests/fixtures/formats/" + name;
}

/// A file on which each test tries its changes.
class ChangedFile {
  public:
    const std::string& path() const { return path_; }
    void copy(const std::string& from) { std::ofstream(path_) << text_of(from); }
    void change(const std::string& from, const std::string& to) {
        auto text = text_of(path_);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from << " is not in " << text;
        std::ofstream(path_) << text.replace(at, from.size(), to);
    }
    /// What `read` says of the file, without the file's name at its beginning.
    template <class Read>
    std::string refusal(Read read) const {
        const auto text = test::failure_text([&] { read(path_); });
        EXPECT_EQ(text.rfind(path_, 0), 0u) << text;
        return text.rfind(path_, 0) == 0 ? text.substr(path_.size()) : text;
    }

  private:
    test::TemporaryFolder folder_;
    std::string path_ = folder_ / "file";
};

}  // namespace accelbench::harness
