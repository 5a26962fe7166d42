#include "harness/counters/processor/processor.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string_view>

#include "topology/base/split.h"

namespace accelbench::counters {
namespace {

int number(const std::string& text) { return static_cast<int>(std::strtol(text.c_str(), nullptr, 0)); }

void take(Processor& processor, std::string_view name, const std::string& value) {
    if (name == "vendor_id") processor.vendor = value;
    if (name == "cpu family") processor.family = number(value);
    if (name == "model") processor.model = number(value);
    if (name == "stepping") processor.stepping = number(value);
    if (name == "CPU implementer") processor.implementer = number(value);
    if (name == "CPU part") processor.part = number(value);
    if (name == "flags") processor.guest = (" " + value + " ").find(" hypervisor ") != std::string::npos;
}

}  // namespace

std::optional<Processor> read_processor(const std::string& root) {
    std::ifstream file(root + "/proc/cpuinfo");
    Processor processor;
    for (std::string line; std::getline(file, line) && !line.empty();) {  // an empty line ends the first one
        const auto colon = line.find(':');
        const std::string_view view = line;
        if (colon != std::string::npos)
            take(processor, trimmed(view.substr(0, colon)), std::string(trimmed(view.substr(colon + 1))));
    }
    if (processor.vendor.empty() && processor.implementer == 0) return std::nullopt;
    return processor;
}

std::string to_text(const Processor& processor) {
    if (processor.implementer != 0)
        return fmt::format("Arm implementer {:#x} part {:#x}", processor.implementer, processor.part);
    return fmt::format("{} family {} model {} stepping {}", processor.vendor, processor.family,
                       processor.model, processor.stepping);
}

}  // namespace accelbench::counters
