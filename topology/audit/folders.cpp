#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "topology/audit/facts.h"
#include "topology/base/sizes.h"

namespace accelbench::topology {
namespace {

constexpr double mib = mebibyte;
/// Open MPI 4.1 takes 4 MiB for each rank of a machine, as its own message says where they are missing;
/// Open MPI 5 up to 16 MiB.
constexpr double least_of_a_rank = 4 * mib;
constexpr double most_of_a_rank = 16 * mib;
/// Names, sockets and logs of a launch; much more where a launcher has nowhere else to share memory.
constexpr double least_of_temporary = 1 * mib;
constexpr double enough_of_temporary = 64 * mib;

constexpr const char* shared_memory = "/dev/shm";

/// Of this system, below the root of a captured tree of which it can't be told.
Space space_in(const AuditInput& input, const std::string& path) {
    const auto below = input.root + path;
    Space space{path, false, false, 0, 0};
    struct statvfs told = {};
    if (statvfs(below.c_str(), &told) != 0) return space;
    std::error_code error;
    space.is_folder = std::filesystem::is_directory(below, error);
    space.is_writable = access(below.c_str(), W_OK | X_OK) == 0;
    space.bytes = static_cast<double>(told.f_blocks) * static_cast<double>(told.f_frsize);
    space.free_bytes = static_cast<double>(told.f_bavail) * static_cast<double>(told.f_frsize);
    if (told.f_files > 0 && told.f_favail == 0) space.free_bytes = 0;  // room for bytes, none for a file
    return space;
}

Finding of_a_tree() { return {"not reported for a captured tree", Grade::unknown, ""}; }

std::string value_of(const Space& space) {
    if (!space.is_folder) return fmt::format("{}: no such folder", space.path);
    if (!space.is_writable) return fmt::format("{}: can't be written", space.path);
    return fmt::format("{}: {} free of {}", space.path, size_text(space.free_bytes), size_text(space.bytes));
}

Finding check_shared_memory(const AuditInput& input) {
    if (!input.root.empty()) return of_a_tree();
    const int ranks = static_cast<int>(input.machine.cores.size());
    return grade_shared_memory(space_in(input, shared_memory), ranks, is_container(input));
}

Finding check_temporary(const AuditInput& input) {
    if (!input.root.empty()) return of_a_tree();
    const char* set = std::getenv("TMPDIR");
    return grade_temporary(space_in(input, set && *set ? set : "/tmp"));
}

}  // namespace

Finding grade_shared_memory(const Space& space, int ranks, bool in_container) {
    const char* fix = in_container ? "docker run --shm-size=1g ..., or --ipc=host"
                                   : "mount -o remount,size=50% /dev/shm (or free what is in it)";
    const double needed = most_of_a_rank * std::max(ranks, 2);
    if (!space.is_folder || !space.is_writable)
        return {value_of(space), Grade::bad,
                in_container ? fix : "mount -t tmpfs -o mode=1777 tmpfs /dev/shm"};
    if (space.free_bytes < 2 * least_of_a_rank)
        return {value_of(space) + ", less than two ranks need", Grade::bad, fix};
    if (space.free_bytes < needed)
        return {fmt::format("{}; {} ranks may need {}", value_of(space), std::max(ranks, 2), size_text(needed)),
                Grade::warn, fix};
    return {value_of(space), Grade::good, ""};
}

Finding grade_temporary(const Space& space) {
    constexpr const char* fix = "set TMPDIR= to a writable folder on a local disk with free space";
    if (!space.is_folder || !space.is_writable || space.free_bytes < least_of_temporary)
        return {value_of(space), Grade::bad, fix};
    if (space.free_bytes < enough_of_temporary) return {value_of(space), Grade::warn, fix};
    return {value_of(space), Grade::good, ""};
}

std::vector<FactRow> folder_facts() {
    return {
        {"shared_memory", "shared memory (/dev/shm)",
         "ranks of a machine exchange messages through it: without space a launch fails before its first step",
         false, check_shared_memory},
        {"temporary_folder", "temporary folder (TMPDIR)",
         "launchers keep their sockets and names there: without space or permission no launch starts", false,
         check_temporary},
    };
}

}  // namespace accelbench::topology
