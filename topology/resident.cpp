#include "topology/resident.h"

#include "topology/base/system_files.h"

namespace accelbench::topology {

Resident read_resident(const std::string& root) {
    Resident resident;
    const auto facts = key_values(read_system_file(root + "/proc/self/status"), ':');
    const auto take = [&](const char* name, std::uint64_t& bytes) {
        const auto found = facts.find(name);
        if (found == facts.end()) return false;
        bytes = static_cast<std::uint64_t>(number_in(found->second).value_or(0)) * 1024;
        return true;
    };
    const bool told = take("VmRSS", resident.resident_bytes) && take("RssAnon", resident.anonymous_bytes) &&
                      take("RssFile", resident.file_bytes) && take("RssShmem", resident.shared_bytes);
    if (!told) return {.reason = "/proc/self/status does not report VmRSS and its parts (Linux 4.5 does)"};
    take("HugetlbPages", resident.pool_bytes);  // not there: a kernel without the pool
    return resident;
}

}  // namespace accelbench::topology
