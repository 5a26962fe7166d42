#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "topology/audit/dimms.h"
#include "topology/audit/facts.h"
#include "topology/base/sizes.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

/// dmidecode's where it ran, else what udev keeps for everybody.
std::vector<Dimm> slots_of(const AuditInput& input) {
    auto slots = dimms_of_dmidecode(input.dmi_memory);
    return slots.empty() ? dimms_of_udev(read_system_file(input.root + "/run/udev/data/+dmi:id")) : slots;
}

std::vector<Dimm> modules_of(std::vector<Dimm> slots) {
    std::erase_if(slots, [](const auto& slot) { return slot.bytes == 0; });
    return slots;
}

/// Bytes by channel; empty when a slot's labels don't tell its channel.
std::map<std::string, std::uint64_t> channels_of(const std::vector<Dimm>& slots) {
    std::map<std::string, std::uint64_t> bytes;
    for (const auto& slot : slots) {
        const auto channel = channel_of(slot);
        if (channel.empty()) return {};
        bytes[channel] += slot.bytes;
    }
    return bytes;
}

/// "16 x 32 GiB DDR5", sorts of modules one after the other.
std::string modules_text(const std::vector<Dimm>& modules) {
    std::map<std::string, int> sorts;
    for (const auto& module : modules)
        ++sorts[size_text(static_cast<double>(module.bytes)) +
                (module.type.empty() ? "" : " " + module.type)];
    std::string text;
    for (const auto& [sort, count] : sorts)
        text += fmt::format("{}{} x {}", text.empty() ? "" : " and ", count, sort);
    return text;
}

/// A virtual machine's modules are made up by its hypervisor.
std::optional<Finding> why_not(const AuditInput& input, const std::vector<Dimm>& modules) {
    if (is_virtual(input)) return Finding{"not reported: the hypervisor decides it", Grade::unknown, ""};
    if (!modules.empty()) return std::nullopt;
    return Finding{input.no_dmi.empty() ? "the firmware reports none" : input.no_dmi, Grade::unknown, ""};
}

constexpr const char* fill_channels = "install equal modules in each channel of each processor";

Finding check_population(const AuditInput& input) {
    const auto slots = slots_of(input);
    const auto modules = modules_of(slots);
    if (auto reason = why_not(input, modules)) return *reason;
    const auto text = modules_text(modules);
    const auto channels = channels_of(slots);
    if (channels.empty()) {
        const auto value = fmt::format("{} in {} slots", text, slots.size());
        if (modules.size() == slots.size()) return {value, Grade::good, ""};
        return {value + ", whose labels don't name their channels", Grade::unknown, ""};
    }
    const auto filled = std::count_if(channels.begin(), channels.end(),
                                      [](const auto& channel) { return channel.second > 0; });
    if (filled < static_cast<std::ptrdiff_t>(channels.size()))
        return {fmt::format("{} of {} channels populated: {}", filled, channels.size(), text), Grade::bad,
                fill_channels};
    std::set<std::uint64_t> sizes;
    for (const auto& [channel, bytes] : channels) sizes.insert(bytes);
    if (sizes.size() > 1)
        return {fmt::format("{} channels that differ: {}", channels.size(), text), Grade::warn,
                fill_channels};
    return {fmt::format("all {} channels alike: {}", channels.size(), text), Grade::good, ""};
}

Finding check_speed(const AuditInput& input) {
    const auto modules = modules_of(slots_of(input));
    if (auto reason = why_not(input, modules)) return *reason;
    std::set<int> speeds;
    int rated = 0;
    for (const auto& module : modules) {
        speeds.insert(module.speed_mt_per_second > 0 ? module.speed_mt_per_second
                                                     : module.rated_mt_per_second);
        rated = std::max(rated, module.rated_mt_per_second);
    }
    speeds.erase(0);
    if (speeds.empty()) return {"not reported by the firmware", Grade::unknown, ""};
    if (speeds.size() > 1)
        return {fmt::format("{} to {} MT/s: modules differ", *speeds.begin(), *speeds.rbegin()), Grade::warn,
                "use modules of one kind; the slowest sets the pace of its channel"};
    if (*speeds.begin() < rated)
        return {
            fmt::format("{} MT/s of {} that they are rated for", *speeds.begin(), rated), Grade::warn,
            "check the firmware's memory settings; two modules per channel lower the speed on many boards"};
    return {fmt::format("{} MT/s", *speeds.begin()), Grade::good, ""};
}

}  // namespace

std::vector<FactRow> module_facts() {
    return {
        {"memory_channels", "memory modules",
         "bandwidth is the number of populated channels times their speed: a half-populated node has half of it",
         false, check_population},
        {"memory_speed", "memory module speed",
         "modules of different speeds make one node's memory slower than another's", false, check_speed},
    };
}

}  // namespace accelbench::topology
