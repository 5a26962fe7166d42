#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/links_file.h"
#include "reports/json.h"
#include "topology/failure.h"

namespace accelbench::harness {

using Json = nlohmann::ordered_json;

std::string links_path(const std::string& folder) { return folder + "/links.json"; }

void write_links_file(const LinksFile& links, const std::string& path) {
    Json json = {{"links", Json::array()}, {"left_out", links.left_out}};
    for (const auto& link : links.links) json["links"].push_back(reports::link_to_json(link));
    reports::write_file_atomically(path, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

LinksFile read_links_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw Failure(Failure::Kind::usage, fmt::format("{}: {}", path, std::strerror(errno)));
    try {
        const auto json = Json::parse(file);
        LinksFile links{{}, json.at("left_out")};
        for (const auto& link : json.at("links")) links.links.push_back(reports::link_from_json(link));
        return links;
    } catch (const nlohmann::json::exception& error) {
        throw Failure(Failure::Kind::usage,
                      fmt::format("{} is not a whole file of links: {}", path, error.what()));
    }
}

}  // namespace accelbench::harness
