#include "harness/cli/out_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "topology/base/failure.h"
#include "topology/base/paths.h"
#include "topology/base/standard_streams.h"
#include "topology/base/write_file.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;

constexpr int sessions_a_second = 100;

std::string default_name() {
    const std::time_t now = std::time(nullptr);
    char text[64] = "";
    std::strftime(text, sizeof text, "accelbench-results/%Y%m%d-%H%M%S", std::localtime(&now));
    return text;
}

fs::path current_folder() {
    std::error_code error;
    const auto path = fs::current_path(error);
    if (error)
        throw Failure(
            Failure::Kind::environment,
            fmt::format("the current folder can't be used ({}); go to one that is there", error.message()));
    return absolute_path(path.string());  // which it is, and UTF-8
}

fs::path home_folder() {
    if (const char* home = std::getenv("HOME"); home && *home) return home;
    const auto* user = getpwuid(geteuid());
    return user && user->pw_dir ? user->pw_dir : "";
}

/// A folder of that name that was not there before; "" with the error when there can't be one.
fs::path make_new(const fs::path& path, std::error_code& error) {
    fs::create_directories(path.parent_path(), error);
    for (int i = 1; i <= sessions_a_second && !error; ++i) {
        const auto name = i == 1 ? path : fs::path(fmt::format("{}-{}", path.string(), i));
        if (fs::create_directory(name, error)) return name;
    }
    return {};
}

/// Where nobody said where: below the current folder, else below the user's own.
fs::path make_default_folder() {
    const auto name = default_name();
    std::error_code refused, error;
    const auto here = current_folder();
    auto path = make_new(here / name, refused);
    if (!path.empty()) return path;
    const auto home = home_folder();
    if (home.is_absolute()) path = make_new(home / name, error);
    if (path.empty())
        throw Failure(Failure::Kind::environment,
                      fmt::format("no folder for the results: {}: {}{}; give an --out that can be written",
                                  here.string(), refused.message(),
                                  error ? fmt::format(", and {}: {}", home.string(), error.message()) : ""));
    talk("{}: {}; the results go to {} (--out selects another folder)\n", here.string(),
         refused.message(), path.string());
    return path;
}

/// A path that is too long or in a circle was typed wrongly; one that can't be entered is the system's
/// refusal.
[[noreturn]] void refuse_path(const std::string& wished, const std::error_code& error) {
    const bool typed =
        error == std::errc::filename_too_long || error == std::errc::too_many_symbolic_link_levels;
    throw Failure(typed ? Failure::Kind::usage : Failure::Kind::environment,
                  fmt::format("--out {}: {}; give a folder that can be written", wished, error.message()));
}

fs::file_status status_of(const std::string& wished, const fs::path& path) {
    std::error_code error;
    const auto status = fs::status(path, error);
    const bool absent = status.type() == fs::file_type::not_found;
    if (error && !absent) refuse_path(wished, error);
    return status;
}

void refuse_what_it_holds(const std::string& wished, const launch::OutputFolder& folder) {
    const auto holds = [&](const std::string& path) { return fs::exists(status_of(wished, path)); };
    if (holds(folder.plan()) || holds(folder.journal()))
        throw Failure(
            Failure::Kind::usage,
            fmt::format(
                "--out {}: holds a session already; continue it: --resume {}, or give another --out",
                wished, wished));
    for (const auto& path : {folder.document(), folder.page()})
        if (holds(path))
            throw Failure(
                Failure::Kind::usage,
                fmt::format(
                    "--out {}: holds {} of another session, which would be written over; give another "
                    "--out",
                    wished, fs::path(path).filename().string()));
}

fs::path make_named_folder(const std::string& wished) {
    const fs::path typed = wished;
    const auto path = (typed.is_absolute() ? typed : current_folder() / typed).lexically_normal();
    const auto status = status_of(wished, path);
    if (fs::exists(status) && !fs::is_directory(status))
        throw Failure(Failure::Kind::usage, fmt::format("--out {}: is a file; give a folder", wished));
    refuse_what_it_holds(wished, {path.string()});
    std::error_code error;
    fs::create_directories(path, error);
    if (error) refuse_path(path.string(), error);
    return path;
}

/// Fails where another session began the same moment.
void make_journal(const launch::OutputFolder& folder) {
    const int file = open(folder.journal().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0)
        throw Failure(errno == EEXIST ? Failure::Kind::usage : Failure::Kind::environment,
                      fmt::format("--out {}: {}: {}; give a folder that can be written", folder.path,
                                  folder.journal(), std::strerror(errno)));
    close(file);
}

}  // namespace

HeldFolder make_out_folder(const std::string& wished, const std::string& plan_text) {
    const auto path = wished.empty() ? make_default_folder() : make_named_folder(wished);
    const launch::OutputFolder folder{path.string()};
    make_journal(folder);  // before the plan: a plan without its journal can't be gone on with
    try {
        auto lock = launch::FolderLock::for_session(folder);
        write_file_atomically(folder.plan(), plan_text);
        return {folder, std::move(lock)};
    } catch (const Failure&) {
        unlink(folder.journal().c_str());  // empty, and in the way of the next try
        throw;
    }
}

}  // namespace accelbench::cli
