#include "harness/handover/file_json.h"
#include "harness/handover/links_file.h"
#include "harness/version.h"
#include "reports/json/records.h"

namespace accelbench::harness {
namespace {

using topology::Json;

/// 1: without the format.
constexpr topology::FileFormat links_format{
    .key = "accelbench_links", .version = 2, .accelbench = version, .renamed = {}, .without_key = 1};

}  // namespace

std::string links_path(const std::string& folder) { return folder + "/links.json"; }

void write_links_file(const LinksFile& links, const std::string& path) {
    Json json = topology::begin_file(links_format);
    json["links"] = Json::array();
    for (const auto& link : links.links) json["links"].push_back(reports::write_link(link));
    json["left_out"] = links.left_out;
    write_whole(json, path);
}

LinksFile read_links_file(const std::string& path) {
    return read_whole(path, "file of links", links_format, [](const Json& json, int) {
        return LinksFile{topology::each(json, "links", reports::read_link),
                         topology::small_integer(json, "left_out")};
    });
}

}  // namespace accelbench::harness
