#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace accelbench::topology {

/// One slot for a memory module, as the firmware tells it.
struct Dimm {
    std::string slot;             // "CPU1_DIMM_A1"
    std::string bank;             // "P0 CHANNEL A"
    std::uint64_t bytes = 0;      // 0: empty
    std::string type;             // "DDR5"; "" when unsaid
    int rated_mt_per_second = 0;  // 0: unsaid
    int speed_mt_per_second = 0;  // as it was set up; 0: unsaid
};

/// The memory devices in the output of `dmidecode -t memory`.
std::vector<Dimm> dimms_of_dmidecode(const std::string& text);

/// The same from udev's database (/run/udev/data/+dmi:id), which anybody may read: its lines
/// "E:MEMORY_DEVICE_0_SIZE=34359738368".
std::vector<Dimm> dimms_of_udev(const std::string& text);

/// The memory channel that a slot belongs to, in a form that is equal for slots of one channel: "P0 CHANNEL
/// A" from a bank or slot of that name, "CPU1_DIMM_A" from a letter before the last number. "" where the
/// labels don't tell.
std::string channel_of(const Dimm& dimm);

}  // namespace accelbench::topology
