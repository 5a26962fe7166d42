#include "topology/audit/dimms.h"

#include <array>
#include <map>
#include <regex>
#include <sstream>

#include "topology/system_files.h"

namespace accelbench::topology {
namespace {

/// "32 GB", "16384 MB", "No Module Installed"; dmidecode's units are binary.
std::uint64_t bytes_of(const std::string& text) {
    constexpr std::array<std::pair<const char*, int>, 5> units{
        {{"kB", 10}, {"KB", 10}, {"MB", 20}, {"GB", 30}, {"TB", 40}}};
    const auto count = static_cast<std::uint64_t>(number_in(text).value_or(0));
    for (const auto& [unit, shift] : units)
        if (text.find(unit) != std::string::npos) return count << shift;
    return 0;
}

/// "4800 MT/s", "2933 MHz" of older versions; 0 for "Unknown".
int transfers_of(const std::string& text) { return static_cast<int>(number_in(text).value_or(0)); }

std::string or_nothing(const std::string& text) {
    return text == "Unknown" || text == "<OUT OF SPEC>" || text == "Not Specified" || text == "None" ? ""
                                                                                                     : text;
}

void take(Dimm& dimm, const std::string& name, const std::string& value) {
    if (name == "Size") dimm.bytes = bytes_of(value);
    if (name == "Locator") dimm.slot = or_nothing(value);
    if (name == "Bank Locator") dimm.bank = or_nothing(value);
    if (name == "Type") dimm.type = or_nothing(value);
    if (name == "Speed") dimm.rated_mt_per_second = transfers_of(value);
    if (name == "Configured Memory Speed" || name == "Configured Clock Speed")
        dimm.speed_mt_per_second = transfers_of(value);
}

void take_udev(Dimm& dimm, const std::string& name, const std::string& value) {
    if (name == "SIZE") dimm.bytes = static_cast<std::uint64_t>(number_in(value).value_or(0));
    if (name == "LOCATOR") dimm.slot = or_nothing(value);
    if (name == "BANK_LOCATOR") dimm.bank = or_nothing(value);
    if (name == "TYPE") dimm.type = or_nothing(value);
    if (name == "SPEED_MTS") dimm.rated_mt_per_second = transfers_of(value);
    if (name == "CONFIGURED_SPEED_MTS") dimm.speed_mt_per_second = transfers_of(value);
}

/// Flash or a battery-backed module is a device of that table too, but no memory of the channels that matter.
bool is_main_memory(const Dimm& dimm) {
    return dimm.type != "Flash" && dimm.type != "ROM" && dimm.slot.find("SPI") == std::string::npos;
}

}  // namespace

std::vector<Dimm> dimms_of_dmidecode(const std::string& text) {
    std::vector<Dimm> dimms;
    bool inside = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) inside = false;
        if (line == "Memory Device") {
            inside = true;
            dimms.emplace_back();
        }
        if (!inside) continue;
        for (const auto& [name, value] : key_values(line, ':')) take(dimms.back(), name, value);
    }
    std::erase_if(dimms, [](const auto& dimm) { return !is_main_memory(dimm); });
    return dimms;
}

std::vector<Dimm> dimms_of_udev(const std::string& text) {
    static const std::regex pattern("E:MEMORY_DEVICE_([0-9]+)_([A-Z_]+)=(.*)");
    std::map<int, Dimm> by_number;
    std::istringstream lines(text);
    std::smatch found;
    for (std::string line; std::getline(lines, line);)
        if (std::regex_match(line, found, pattern))
            take_udev(by_number[std::stoi(found[1])], found[2], found[3]);
    std::vector<Dimm> dimms;
    for (auto& [number, dimm] : by_number)
        if (is_main_memory(dimm)) dimms.push_back(std::move(dimm));
    return dimms;
}

std::string channel_of(const Dimm& dimm) {
    static const std::regex named("(.*CHANNEL[ _-]?[A-Z0-9]+).*", std::regex::icase);
    static const std::regex letter("(.*DIMM[ _]?[A-Z])[0-9]", std::regex::icase);
    std::smatch found;
    for (const auto& label : {dimm.bank, dimm.slot})
        if (std::regex_match(label, found, named)) return found[1];
    return std::regex_match(dimm.slot, found, letter) ? std::string(found[1]) : "";
}

}  // namespace accelbench::topology
