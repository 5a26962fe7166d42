#include "harness/plan/host_list.h"

#include "harness/plan/nodelist.h"

namespace accelbench::plan {
namespace {

/// Between commas that stand outside of brackets, without blanks around them.
std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts{""};
    int depth = 0;
    for (const char letter : text) {
        depth += letter == '[' ? 1 : letter == ']' ? -1
                                                   : 0;
        if (letter == ',' && depth <= 0)
            parts.emplace_back();
        else if (!parts.back().empty() || (letter != ' ' && letter != '\t'))
            parts.back() += letter;
    }
    for (auto& part : parts) part.resize(part.find_last_not_of(" \t") + 1);
    std::erase(parts, "");
    return parts;
}

}  // namespace

std::vector<std::string> split_hosts(const std::string& text) {
    std::vector<std::string> hosts;
    for (const auto& part : parts_of(text)) {
        const auto names = part.find('[') == std::string::npos ? std::vector<std::string>{} : expand_nodelist(part);
        if (names.empty())
            hosts.push_back(part);
        else
            hosts.insert(hosts.end(), names.begin(), names.end());
    }
    return hosts;
}

}  // namespace accelbench::plan
