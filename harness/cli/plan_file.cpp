#include "harness/cli/plan_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "topology/base/descriptor.h"
#include "topology/base/failure.h"

namespace accelbench::cli {
namespace {

[[noreturn]] void refuse(const launch::OutputFolder& folder, int error) {
    throw Failure(Failure::Kind::usage, fmt::format("{}: {}; --resume takes the folder of an earlier sweep",
                                                    folder.plan(), std::strerror(error)));
}

std::string user_words(uid_t user) {
    const auto* entry = getpwuid(user);
    return entry ? fmt::format("{} (uid {})", entry->pw_name, user) : fmt::format("uid {}", user);
}

/// The group that many systems give each user alone, with a umask that lets it write.
bool is_users_own(gid_t group) {
    const auto* user = getpwuid(geteuid());
    if (!user || user->pw_gid != group) return false;
    const std::string name = user->pw_name;
    const auto* entry = getgrgid(group);
    if (!entry || name != entry->gr_name) return false;
    for (char** member = entry->gr_mem; *member; ++member)
        if (name != *member) return false;
    return true;
}

/// Who besides the user may write what is open as `file`; "" for nobody. An access list shows in the group's
/// bits.
std::string other_writer(int file, const std::string& name) {
    struct stat info = {};
    if (fstat(file, &info) != 0) return fmt::format("{} can't be inspected ({})", name, std::strerror(errno));
    if (info.st_uid != geteuid()) return fmt::format("{} belongs to {}", name, user_words(info.st_uid));
    if (info.st_mode & S_IWOTH) return fmt::format("everybody may write {}", name);
    if ((info.st_mode & S_IWGRP) && !is_users_own(info.st_gid))
        return fmt::format("the group {} may write {}", info.st_gid, name);
    return "";
}

}  // namespace

/// By one descriptor of the folder and one of the file: names may change between two looks.
PlanFile read_plan_file(const launch::OutputFolder& folder) {
    const Descriptor place(open(folder.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!place.is_open()) refuse(folder, errno);
    const Descriptor file(openat(place.number(), "plan.json", O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) refuse(folder, errno);
    auto [text, error] = read_all(file.number());
    if (error != 0) refuse(folder, error);
    PlanFile plan{std::move(text), other_writer(place.number(), "the folder")};
    if (plan.foreign.empty()) plan.foreign = other_writer(file.number(), "its plan.json");
    return plan;
}

}  // namespace accelbench::cli
