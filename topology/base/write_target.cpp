#include "topology/base/write_target.h"

#include <linux/magic.h>
#include <stdlib.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <memory>
#include <string_view>

#include "topology/base/numbers.h"

namespace accelbench {
namespace {

constexpr int most_links = 40;  // as many as the kernel follows

/// The real path of an existing folder; "" with errno.
std::string real_path(const std::string& path) {
    const std::unique_ptr<char, void (*)(void*)> real(realpath(path.c_str(), nullptr), free);
    return real ? real.get() : "";
}

std::string link_text(const std::string& path) {
    std::string text(PATH_MAX, '\0');
    const auto bytes = readlink(path.c_str(), text.data(), text.size());
    text.resize(bytes < 0 ? 0 : static_cast<std::size_t>(bytes));
    return text;
}

/// Names there only look like links: what they lead to may have no name at all.
bool is_on_proc(const std::string& folder) {
    struct statfs facts = {};
    return statfs(folder.c_str(), &facts) == 0 && facts.f_type == PROC_SUPER_MAGIC;
}

/// N of /proc/self/fd/N, whatever way led there; -1 for anything else.
int own_descriptor(const std::string& folder, std::string_view name) {
    if (!is_on_proc(folder) || folder != real_path("/proc/self") + "/fd") return -1;
    return number_behind("", name).value_or(-1);
}

/// One step. ELOOP: `path` was a link and is now where it leads. 0: the target is found. Else errno's value
/// of why there is none.
int follow(std::string& path, WriteTarget& target) {
    const auto slash = path.rfind('/');
    const auto name = slash == std::string::npos ? path : path.substr(slash + 1);
    const auto folder = real_path(slash == std::string::npos ? "." : path.substr(0, slash + 1));
    if (folder.empty()) return errno;
    if (name.empty() || name == "." || name == "..") return EISDIR;
    target.path = (folder == "/" ? "" : folder) + "/" + name;
    target.descriptor = own_descriptor(folder, name);
    target.kind = target.descriptor < 0 ? WriteTarget::Kind::stream : WriteTarget::Kind::descriptor;
    if (target.descriptor >= 0) return 0;
    target.exists = lstat(target.path.c_str(), &target.facts) == 0;
    if (!target.exists && errno != ENOENT) return errno;
    if (target.exists && S_ISDIR(target.facts.st_mode)) return EISDIR;
    const bool is_link = target.exists && S_ISLNK(target.facts.st_mode);
    if (is_link && !is_on_proc(folder)) {
        const auto text = link_text(target.path);
        path = text.starts_with('/') ? text : folder + "/" + text;
        return text.empty() ? ENOENT : ELOOP;
    }
    if (!target.exists || S_ISREG(target.facts.st_mode)) target.kind = WriteTarget::Kind::file;
    return 0;
}

}  // namespace

int find_write_target(const std::string& path, WriteTarget& target) {
    if (path.empty()) return ENOENT;
    auto rest = path;
    int error = ELOOP;
    for (int link = 0; link <= most_links && error == ELOOP; ++link) error = follow(rest, target);
    return error;
}

}  // namespace accelbench
