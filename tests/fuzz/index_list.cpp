#include "fuzz.h"
#include "topology/base/index_set.h"

using namespace accelbench;

/// A list of indices as the kernel writes it: "0-3,8". What was read is written and read again.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto set = topology::CpuSet::parse(fuzz::text_of(data, size));
    if (!set) return 0;
    if (set->size() > 65536 || topology::CpuSet::parse(set->to_string()) != set) std::abort();
    return 0;
}
