#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "reports/json/document.h"
#include "sample_document.h"
#include "topology/base/failure.h"

namespace accelbench::reports {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class File : public ::testing::Test {
  protected:
    File() : folder_(fs::temp_directory_path() / ("accelbench-file-test-" + std::to_string(getpid()))) {
        fs::create_directories(folder_);
    }
    ~File() override { fs::remove_all(folder_); }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }
    static std::string content(const std::string& path) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }

  private:
    fs::path folder_;
};

std::string message_of(const std::function<void()>& act, int exit_code) {
    try {
        act();
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.exit_code(), exit_code);
        return failure.what();
    }
    return "no Failure was thrown";
}

TEST_F(File, ReplacesTheOldContentAndLeavesNothingBeside) {
    write_file_atomically(path("result.json"), "old");
    write_file_atomically(path("result.json"), "new");
    EXPECT_EQ(content(path("result.json")), "new");
    EXPECT_EQ(entries(), 1U);
}

/// Writes under a file size limit of 1000 bytes, which fails like a full disk, half-way; returns the message.
std::string write_within_limit(const std::string& path, const std::string& text) {
    int channel[2];
    if (pipe(channel) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        setrlimit(RLIMIT_FSIZE, &limit);
        std::string message = "written";
        try {
            write_file_atomically(path, text);
        } catch (const Failure& failure) {
            message = failure.what();
        }
        const bool told = write(channel[1], message.data(), message.size()) > 0;
        _exit(told ? 0 : 1);
    }
    close(channel[1]);
    std::string message(2000, '\0');
    message.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(channel[0], message.data(), 2000))));
    close(channel[0]);
    waitpid(child, nullptr, 0);
    return message;
}

TEST_F(File, AWriteThatFailsHalfWayKeepsTheOldFileAndNoTemporaryOne) {
    write_file_atomically(path("result.json"), "old");
    const std::string message = write_within_limit(path("result.json"), std::string(5000, 'x'));
    EXPECT_THAT(message, HasSubstr("cannot write " + path("result.json") + " (5000 bytes): File too large"));
    EXPECT_EQ(content(path("result.json")), "old");
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, SaysWhyItCanNotBeWritten) {
    const auto write = [&](const std::string& name) { write_file_atomically(path(name), "text"); };
    EXPECT_THAT(message_of([&] { write("absent/result.json"); }, 5), HasSubstr("create the folder first"));
    fs::create_directory(path("folder"));
    EXPECT_THAT(message_of([&] { write("folder"); }, 5), HasSubstr("Is a directory"));
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, SaysWhyItCanNotBeRead) {
    EXPECT_THAT(message_of([&] { read_document(path("absent.json")); }, 2),
                HasSubstr("No such file or directory"));
    fs::create_directory(path("folder"));
    EXPECT_THAT(message_of([&] { read_document(path("folder")); }, 2), HasSubstr("it is a folder"));
    std::ofstream(path("empty.json")).close();
    EXPECT_THAT(message_of([&] { read_document(path("empty.json")); }, 2), HasSubstr("empty.json is empty"));
}

TEST_F(File, ReadsWhatItWrote) {
    const Document document = samples::one_node();
    write_file_atomically(path("result.json"), document_to_text(document));
    EXPECT_EQ(document_to_text(read_document(path("result.json"))), document_to_text(document));
}

}  // namespace
}  // namespace accelbench::reports
