#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "harness/handover/links_file.h"
#include "reports/json/document.h"
#include "topology/base/failure.h"
#include "topology/base/json_fields.h"
#include "topology/base/write_file.h"

namespace accelbench::harness {

using topology::Json;

std::string links_path(const std::string& folder) { return folder + "/links.json"; }

void write_links_file(const LinksFile& links, const std::string& path) {
    Json json = {{"links", Json::array()}, {"left_out", links.left_out}};
    for (const auto& link : links.links) json["links"].push_back(reports::link_to_json(link));
    write_file_atomically(path, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

LinksFile read_links_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw Failure(Failure::Kind::usage, fmt::format("{}: {}", path, std::strerror(errno)));
    LinksFile links;
    topology::guarded(fmt::format("{} is not a whole file of links: ", path), [&] {
        const auto json = topology::parse_json(file);
        links.left_out = topology::small_integer(json, "left_out");
        for (const auto& link : topology::list(json, "links"))
            links.links.push_back(reports::link_from_json(link));
    });
    return links;
}

}  // namespace accelbench::harness
