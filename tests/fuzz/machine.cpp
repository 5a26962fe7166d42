#include <unistd.h>

#include "fuzz.h"
#include "topology/machine_json.h"
#include "topology/placement.h"

using namespace accelbench;

/// The machine of a document, and what planning asks of it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::refusals_are_fine([&] {
        const auto machine = topology::machine_from_text(std::string(fuzz::text_of(data, size)), "machine: ");
        for (const auto& policy : topology::policies()) {
            const topology::PolicyChoice choice(policy);
            if (!topology::why_not(choice, machine)) topology::place_ranks(machine, choice, {.processes = 3});
        }
        topology::machine_to_text(machine);
    });
    return 0;
}
