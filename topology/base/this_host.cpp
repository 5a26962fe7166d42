#include "topology/base/this_host.h"

#include <unistd.h>

#include <array>

#include "topology/base/system_files.h"

namespace accelbench {

std::string host_name() {
    std::array<char, 256> name{};  // a longer name is cut off without a final zero
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string boot_id() { return topology::read_system_file("/proc/sys/kernel/random/boot_id"); }

}  // namespace accelbench
