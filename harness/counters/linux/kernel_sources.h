#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// A kind of counters that the kernel itself keeps. Its rows are the same on every machine; what a machine
/// lacks has a reason. Adding one is adding a row.
struct KernelSource {
    std::string_view name;
    /// Counts the whole machine, not this process: one rank of a machine reads it.
    bool of_machine = false;
    std::unique_ptr<Source> (*open)(const std::string& root);  // "" = the real /proc and /sys
};
inline constexpr std::size_t kernel_source_count = 9;
std::span<const KernelSource, kernel_source_count> kernel_sources();

}  // namespace accelbench::counters
