#pragma once

#include <optional>
#include <string>

namespace accelbench::counters {

/// What /proc/cpuinfo tells a processor by: vendor, family and model on x86, implementer and part on Arm.
struct Processor {
    std::string vendor;  // "GenuineIntel"; "" on Arm
    int family = 0;
    int model = 0;
    int stepping = 0;
    int implementer = 0;  // 0 on x86
    int part = 0;
    bool guest = false;  // a hypervisor says that it is there (x86)
};

/// The first processor of `root`/proc/cpuinfo; nullopt when it can't be read or tells neither.
std::optional<Processor> read_processor(const std::string& root);

/// "GenuineIntel family 6 model 85 stepping 7", "Arm implementer 0x41 part 0xd0c".
std::string to_text(const Processor& processor);

}  // namespace accelbench::counters
