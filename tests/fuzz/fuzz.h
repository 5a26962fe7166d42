#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "topology/base/failure.h"

/// What every target defines, as libFuzzer wants it: reads one text as its reader does. A text that is
/// refused is fine; a crash, a sanitizer's complaint, another exception or a long time is not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Changes a text of `size` bytes in place, up to `most`, and returns its new size. A target whose texts are
/// JSON defines it (json_mutator.cpp): changed letter by letter, hardly any would be JSON still.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed);

namespace accelbench::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Runs `read`; a Failure is a refusal, which has a reason.
template <class Read>
void refusals_are_fine(Read read) {
    try {
        read();
    } catch (const Failure& failure) {
        if (failure.what()[0] != '\0') return;
        std::fprintf(stderr, "refused without a reason\n");
        std::abort();
    }
}

}  // namespace accelbench::fuzz
