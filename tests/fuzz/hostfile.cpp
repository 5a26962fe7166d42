#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "harness/plan/hosts.h"

using namespace accelbench;

/// A file of --hostfile; its first line as --hosts too.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int file = memfd_create("hostfile", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
    plan::SweepOptions options;
    options.hostfile = "/proc/self/fd/" + std::to_string(file);
    fuzz::refusals_are_fine([&] { plan::find_hosts(options); });
    close(file);
    const auto text = fuzz::text_of(data, size);
    options = {};
    options.hosts = {std::string(text.substr(0, text.find('\n')))};
    fuzz::refusals_are_fine([&] { plan::find_hosts(options); });
    return 0;
}
