#include <array>

#include "reports/json/records.h"

namespace accelbench::reports {
namespace {

/// A count and its key.
template <class Record>
struct Count {
    const char* key;
    std::uint64_t Record::*bytes;
};

constexpr std::array<Count<topology::PageSizes>, 3> page_size_counts{
    {{"buffer_bytes", &topology::PageSizes::buffer_bytes},
     {"meant_bytes", &topology::PageSizes::meant_bytes},
     {"huge_bytes", &topology::PageSizes::huge_bytes}}};

constexpr auto unasked_key = "unasked_huge_bytes";  // hardly ever there

constexpr std::array<Count<topology::Resident>, 5> resident_counts{
    {{"resident_bytes", &topology::Resident::resident_bytes},
     {"anonymous_bytes", &topology::Resident::anonymous_bytes},
     {"file_bytes", &topology::Resident::file_bytes},
     {"shared_bytes", &topology::Resident::shared_bytes},
     {"pool_bytes", &topology::Resident::pool_bytes}}};

struct NodeBytes {
    const char* key;
    std::map<int, std::uint64_t> topology::OtherMemory::*bytes;
};
constexpr std::array<NodeBytes, 3> other_memory_parts{
    {{"private_bytes_by_node", &topology::OtherMemory::private_bytes},
     {"shared_bytes_by_node", &topology::OtherMemory::shared_bytes},
     {"file_bytes_by_node", &topology::OtherMemory::file_bytes}}};

/// Counts that the kernel does not tell are null beside their reason, never 0.
template <class Record, std::size_t N>
Json write_counts(const Record& record, const std::array<Count<Record>, N>& counts) {
    Json json = Json::object();
    for (const auto& [key, bytes] : counts) json[key] = record.reason.empty() ? Json(record.*bytes) : Json();
    if (!record.reason.empty()) json["reason"] = record.reason;
    return json;
}

template <class Record, std::size_t N>
Record read_counts(const Json& json, const std::array<Count<Record>, N>& counts) {
    Record record;
    if (json.contains("reason")) record.reason = text(json, "reason");
    if (record.reason.empty())
        for (const auto& [key, bytes] : counts) record.*bytes = unsigned_integer(json, key);
    return record;
}

}  // namespace

Json write_page_sizes(const topology::PageSizes& sizes) {
    auto json = write_counts(sizes, page_size_counts);
    if (sizes.unasked_huge_bytes > 0) json[unasked_key] = sizes.unasked_huge_bytes;
    return json;
}

topology::PageSizes read_page_sizes(const Json& json) {
    auto sizes = read_counts(json, page_size_counts);
    if (json.contains(unasked_key)) sizes.unasked_huge_bytes = unsigned_integer(json, unasked_key);
    return sizes;
}

Json write_resident(const topology::Resident& resident) { return write_counts(resident, resident_counts); }

topology::Resident read_resident(const Json& json) { return read_counts(json, resident_counts); }

Json write_other_memory(const topology::OtherMemory& memory) {
    Json json = Json::object();
    for (const auto& [key, bytes] : other_memory_parts) json[key] = node_counts_to_json(memory.*bytes);
    if (!memory.reason.empty()) json["reason"] = memory.reason;
    return json;
}

topology::OtherMemory read_other_memory(const Json& json) {
    topology::OtherMemory memory;
    if (json.contains("reason")) memory.reason = text(json, "reason");
    for (const auto& [key, bytes] : other_memory_parts) memory.*bytes = node_counts(json, key);
    return memory;
}

}  // namespace accelbench::reports
