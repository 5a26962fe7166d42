#include "harness/launch/hosts/host_answer.h"

#include "fuzz.h"

using namespace accelbench;

/// What another host says of itself, with whatever its login prints around it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    fuzz::refusals_are_fine([&] { launch::host_answer_from_text(text); });
    launch::node_name_in(text);
    return 0;
}
