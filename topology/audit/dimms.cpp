#include "topology/audit/dimms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "topology/base/system_files.h"
#include "topology/base/whole.h"

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
int transfers_of(const std::string& text) { return whole<int>(number_in(text).value_or(0)); }

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

/// "E:MEMORY_DEVICE_3_SIZE=34359738368" of udev's data base: 3, SIZE and what it is.
struct MemoryProperty {
    int number = 0;
    std::string name, value;
};

std::optional<MemoryProperty> memory_property(const std::string& line) {
    constexpr std::string_view prefix = "E:MEMORY_DEVICE_";
    const auto equals = line.find('=');
    if (!line.starts_with(prefix) || equals == std::string::npos) return std::nullopt;
    MemoryProperty property;
    const char* name_end = line.data() + equals;
    const auto [stop, error] = std::from_chars(line.data() + prefix.size(), name_end, property.number);
    if (error != std::errc{} || property.number < 0 || stop == name_end || *stop != '_') return std::nullopt;
    property.name.assign(stop + 1, name_end);
    property.value = line.substr(equals + 1);
    return property;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_capital(char letter) { return letter >= 'A' && letter <= 'Z'; }

std::string in_capitals(std::string text) {
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return text;
}

/// Behind the last "CHANNEL A", "Channel-1" or "channelB" of a label; 0 when there is none.
std::size_t end_of_channel(const std::string& label) {
    constexpr std::string_view word = "CHANNEL";
    const auto capitals = in_capitals(label);
    for (auto at = capitals.rfind(word); at != std::string::npos;
         at = at == 0 ? std::string::npos : capitals.rfind(word, at - 1)) {
        auto from = at + word.size();
        if (from < capitals.size() && std::string_view(" _-").find(capitals[from]) != std::string_view::npos)
            ++from;
        auto end = from;
        while (end < capitals.size() && (is_capital(capitals[end]) || is_digit(capitals[end]))) ++end;
        if (end > from) return end;
    }
    return 0;
}

/// Before the digit of "DIMM_A1" or "P0 DIMM B2", where the letter is the channel; 0 for other labels.
std::size_t end_of_lettered(const std::string& slot) {
    const auto capitals = in_capitals(slot);
    if (capitals.size() < 2 || !is_digit(capitals.back()) || !is_capital(capitals[capitals.size() - 2]))
        return 0;
    auto before = std::string_view(capitals).substr(0, capitals.size() - 2);
    if (before.ends_with(' ') || before.ends_with('_')) before.remove_suffix(1);
    return before.ends_with("DIMM") ? capitals.size() - 1 : 0;
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
    std::map<int, Dimm> by_number;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (const auto property = memory_property(line))
            take_udev(by_number[property->number], property->name, property->value);
    std::vector<Dimm> dimms;
    for (auto& [number, dimm] : by_number)
        if (is_main_memory(dimm)) dimms.push_back(std::move(dimm));
    return dimms;
}

std::string channel_of(const Dimm& dimm) {
    for (const auto& label : {dimm.bank, dimm.slot})
        if (const auto end = end_of_channel(label)) return label.substr(0, end);
    return dimm.slot.substr(0, end_of_lettered(dimm.slot));
}

}  // namespace accelbench::topology
