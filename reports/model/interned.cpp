#include "reports/model/interned.h"

#include <mutex>
#include <string>
#include <unordered_set>

namespace accelbench::reports {

std::string_view interned(std::string_view name) {
    static std::mutex mutex;
    static std::unordered_set<std::string> names;  // its elements never move
    const std::lock_guard lock(mutex);
    return *names.emplace(name).first;
}

}  // namespace accelbench::reports
