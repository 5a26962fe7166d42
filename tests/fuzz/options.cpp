#include "fuzz.h"
#include "harness/cli/sweep_request.h"

using namespace accelbench;

/// Values of the options of `sweep`: lines of "name=value".
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    cli::SweepRequest request;
    for (std::size_t start = 0; start < text.size();) {
        const auto line = text.substr(start, text.find('\n', start) - start);
        const auto equals = line.find('=');
        start += line.size() + 1;
        if (equals == std::string_view::npos || line.substr(0, equals) == "data") continue;
        request.typed.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    fuzz::refusals_are_fine([&] {
        request.options = cli::read_options(request.typed);
        cli::cross_check(request);
    });
    return 0;
}
