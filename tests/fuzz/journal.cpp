#include "fuzz.h"
#include "reports/json/document.h"

using namespace accelbench;

/// trials.jsonl, line by line.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        fuzz::refusals_are_fine([&] {
            const auto trial = reports::trial_from_line(text.substr(start, end - start));
            reports::trial_from_line(reports::trial_to_line(trial));
        });
        start = end + 1;
    }
    return 0;
}
