#include "reports/model/cell_parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace accelbench::reports {
namespace {

constexpr std::string_view members[] = {"hosts", "policy", "machines", "processes", "threads"};

/// In the order of their names above, which is that of documents.
Parameters members_of(const Cell& cell) {
    Parameters found;
    if (!cell.hosts.empty()) found.emplace_back("hosts", joined_hosts(cell.hosts));
    found.emplace_back("policy", cell.policy);
    found.emplace_back("machines", std::to_string(cell.machines));
    found.emplace_back("processes", std::to_string(cell.processes));
    found.emplace_back("threads", std::to_string(cell.threads));
    return found;
}

template <class Names>
bool among(const Names& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// nullptr when there is none.
const std::string* value_in(const Parameters& parameters, std::string_view name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& parameter) { return parameter.first == name; });
    return found == parameters.end() ? nullptr : &found->second;
}

}  // namespace

Parameters all_parameters(const Cell& cell) {
    Parameters all = cell.parameters;
    for (auto& member : members_of(cell)) all.push_back(std::move(member));
    return all;
}

Parameters without_members(Parameters all) {
    std::erase_if(all, [](const auto& parameter) { return among(members, parameter.first); });
    return all;
}

std::string parameter_of(const Cell& cell, std::string_view name) {
    if (const auto* value = value_in(cell.parameters, name)) return *value;
    const Parameters others = members_of(cell);
    const auto* value = value_in(others, name);
    return value == nullptr ? "" : *value;
}

std::string joined_hosts(const std::vector<std::string>& hosts) {
    return fmt::format("{}", fmt::join(hosts, "+"));
}

std::vector<std::string> hosts_from(const std::string& text) {
    std::vector<std::string> hosts;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('+', start), text.size());
        hosts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return hosts;
}

std::string key_without(const Cell& cell, std::initializer_list<std::string_view> names) {
    std::string key = cell.kernel;
    for (const auto& [name, value] : all_parameters(cell))
        if (!among(names, name)) key += fmt::format("/{}={}", name, value);
    return key;
}

}  // namespace accelbench::reports
