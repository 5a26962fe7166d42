#include "topology/smaps.h"

#include <array>
#include <sstream>
#include <string_view>

#include "topology/address_range.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

struct Field {
    std::string_view name;
    bool resident;  // adds to what is in memory; the others are a part of Rss
    bool huge;
};
constexpr std::array fields{Field{"Rss", true, false},
                            Field{"AnonHugePages", false, true},
                            Field{"ShmemPmdMapped", false, true},
                            Field{"FilePmdMapped", false, true},
                            Field{"Shared_Hugetlb", true, true},
                            Field{"Private_Hugetlb", true, true}};

/// "AnonHugePages:      2048 kB"
void add_field(const std::string& line, MappedSizes& mapping) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) return;
    for (const Field& field : fields) {
        if (line.compare(0, colon, field.name) != 0) continue;
        const auto start = line.find_first_not_of(' ', colon + 1);
        const auto kibibytes = number_in(start == std::string::npos ? "" : line.substr(start)).value_or(0);
        const auto bytes = static_cast<std::uint64_t>(kibibytes) * 1024;
        if (field.resident) mapping.resident_bytes += bytes;
        if (field.huge) mapping.huge_bytes += bytes;
    }
}

}  // namespace

std::vector<MappedSizes> parse_smaps(const std::string& smaps) {
    std::vector<MappedSizes> mappings;
    std::istringstream lines(smaps);
    for (std::string line; std::getline(lines, line);) {
        if (const auto range = address_range(line))
            mappings.push_back({range->begin, range->end, 0, 0});
        else if (!mappings.empty())
            add_field(line, mappings.back());
    }
    return mappings;
}

}  // namespace accelbench::topology
