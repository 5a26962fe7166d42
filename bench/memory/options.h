#pragma once

#include <span>
#include <string>

#include "bench/memory/stream_plan.h"

namespace accelbench::bench {

/// accelbench-memory's own options, without those of Google Benchmark. Throws Failure(usage) that names what
/// was typed.
StreamWish parse_memory_options(std::span<const std::string> arguments);
std::string memory_options_help();

}  // namespace accelbench::bench
