#include "harness/counters/linux/steal.h"

#include <unistd.h>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/system_text.h"
#include "topology/kernel_counters.h"

namespace accelbench::counters {
namespace {

constexpr auto stat_path = "/proc/stat";

Reading read_steal(const std::string& root) {
    const auto ticks = topology::parse_steal_ticks(read_system_text(root + stat_path).text);
    if (!ticks) return {};
    return {static_cast<double>(*ticks) / static_cast<double>(sysconf(_SC_CLK_TCK)), {}};
}

std::string why_absent(const std::string& root) {
    const auto stat = read_system_text(root + stat_path);
    if (stat.error != 0) return unreadable(stat_path, stat.error) + ": a sandbox hides it";
    return topology::parse_steal_ticks(stat.text) ? "" : "/proc/stat has no column of steal time";
}

}  // namespace

std::unique_ptr<Source> open_steal(const std::string& root) {
    std::vector<reports::CounterInfo> rows{{"steal_seconds",
                                            "seconds",
                                            stat_path,
                                            {"steal"},
                                            "system",
                                            "a hypervisor that reports no steal time reads as 0",
                                            "Linux, Documentation/filesystems/proc.rst",
                                            why_absent(root)}};
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{},
                                        [root] { return std::vector<Reading>{read_steal(root)}; });
}

}  // namespace accelbench::counters
