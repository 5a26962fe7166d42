#include "harness/arguments/policy_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "harness/arguments/number_list.h"
#include "topology/base/failure.h"
#include "topology/base/split.h"
#include "topology/base/suggest.h"

namespace accelbench::arguments {
namespace {

using topology::NamesNodes;
using topology::PolicyChoice;

[[noreturn]] void refuse(const std::string& option, const std::string& message) {
    throw Failure(Failure::Kind::usage, option + ": " + message);
}

std::vector<std::string> known_policies(bool with_all) {
    std::vector<std::string> names;
    for (const auto& row : topology::policies())
        names.push_back(std::string(row.name) + (row.names_nodes == NamesNodes::must ? ":NODES" : ""));
    if (with_all) names.emplace_back("all");
    return names;
}

/// The kernel's list format has commas, and so have our lists: "bind:0,2,local" is two policies.
std::vector<std::string> whole_items(const std::string& text) {
    std::vector<std::string> items;
    for (const auto& part : split_list(text)) {
        const bool goes_on = !items.empty() && std::isdigit(static_cast<unsigned char>(part.front())) != 0;
        if (goes_on)
            items.back() += "," + part;
        else
            items.push_back(part);
    }
    return items;
}

topology::NodeSet parse_nodes(const std::string& option, const topology::Policy& row,
                              const std::string& typed, const std::string& text) {
    const auto nodes = topology::NodeSet::parse(text);
    if (!nodes || nodes->empty())
        refuse(option, fmt::format("'{}': '{}' is not a list of nodes like 1 or 0-1,3", typed, text));
    if (row.names_nodes == NamesNodes::never)
        refuse(option, fmt::format("'{}': {} chooses its own nodes; bind:{} binds to the named ones",
                                   typed, row.name, text));
    if (row.names_nodes == NamesNodes::one && nodes->size() > 1)
        refuse(option, fmt::format("'{}': {} takes one node; preferred-many:{} takes several", typed,
                                   row.name, text));
    return *nodes;
}

PolicyChoice parse_policy(const std::string& option, const std::string& text, bool with_all) {
    const auto colon = text.find(':');
    const auto* row = topology::find_policy(text.substr(0, colon));
    if (row == nullptr)
        refuse(option, unknown_name("policy", text.substr(0, colon), known_policies(with_all)));
    if (colon != std::string::npos) return {*row, parse_nodes(option, *row, text, text.substr(colon + 1))};
    if (row->names_nodes == NamesNodes::must)
        refuse(option,
               fmt::format("'{}' needs the nodes to bind to, as in {}:0 or {}:0-1", text, text, text));
    return *row;
}

/// Baseline has neither a home nor a policy of its own that a single class could follow.
PolicyChoice parse_class_policy(const std::string& option, const std::string& item, const std::string& text) {
    const auto choice = parse_policy(option, text, false);
    if (choice.row->mode == topology::MemoryMode::system_default)
        refuse(
            option,
            fmt::format("'{}': baseline leaves a whole process alone; --policies baseline runs it", item));
    return choice;
}

}  // namespace

std::string nodes_help(const topology::Policy& policy) {
    switch (policy.names_nodes) {
        case NamesNodes::one:
            return "[:NODE]";
        case NamesNodes::several:
            return "[:NODES]";
        case NamesNodes::must:
            return ":NODES";
        case NamesNodes::never:
            break;
    }
    return "";
}

std::vector<PolicyChoice> parse_policies(const std::string& option, const std::string& text) {
    std::vector<PolicyChoice> choices;
    const auto add = [&](const PolicyChoice& choice) {
        if (std::find(choices.begin(), choices.end(), choice) == choices.end()) choices.push_back(choice);
    };
    for (const auto& item : whole_items(text)) {
        if (item != "all") {
            add(parse_policy(option, item, true));
            continue;
        }
        for (const auto& row : topology::policies())
            if (row.in_all) add(row);
    }
    if (choices.empty())
        throw Failure(Failure::Kind::usage, fmt::format("{0} '{1}': no policy in it; try {0} all", option, text));
    return choices;
}

PolicyChoice parse_classes(const std::string& option, const std::string& text) {
    PolicyChoice whole(*topology::find_policy("local"));
    bool rest_given = false;
    for (const auto& item : whole_items(text)) {
        const auto equals = item.find('=');
        const auto name = item.substr(0, equals);
        if (equals == std::string::npos || name.empty())
            refuse(option, fmt::format("'{}' is not CLASS=POLICY, as in optimizer=interleave", item));
        auto choice = parse_class_policy(option, item, item.substr(equals + 1));
        const auto same = [&](const auto& other) { return other.first == name; };
        const bool twice =
            name == "rest" ? rest_given : std::any_of(whole.classes.begin(), whole.classes.end(), same);
        if (twice) refuse(option, fmt::format("'{}': {} already has a policy", item, name));
        if (name != "rest") {
            whole.classes.emplace_back(name, std::move(choice));
            continue;
        }
        rest_given = true;
        whole.row = choice.row;
        whole.nodes = choice.nodes;
    }
    if (whole.classes.empty())
        refuse(option, fmt::format("'{}': no class in it; try optimizer=interleave", text));
    return whole;
}

}  // namespace accelbench::arguments
