#include "fuzz.h"
#include "harness/plan/hosts.h"
#include "harness/plan/nodelist.h"

using namespace accelbench;

/// A list of nodes as Slurm writes it: "node[08-10,20]-ib,x".
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string list(fuzz::text_of(data, size));
    const auto names = plan::expand_nodelist(list);
    if (names.size() > 65536) std::abort();
    plan::first_of_nodelist(list);
    return 0;
}
