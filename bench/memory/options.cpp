#include "bench/memory/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "topology/base/failure.h"

namespace accelbench::bench {
namespace {

constexpr int kMaxThreads = 4096;
constexpr int kMaxArrayMiB = 1 << 20;

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::usage, message); }

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts{""};
    for (char c : list) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back().push_back(c);
        }
    }
    return parts;
}

int number(const std::string& option, const std::string& text, int most) {
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end || value < 1 || value > most) {
        refuse(fmt::format("{}: '{}' is not a whole number from 1 to {}", option, text, most));
    }
    return value;
}

void add_policy(StreamWish& wish, const std::string& name) {
    const auto known = topology::policies();
    if (name == "all") {
        for (const auto& policy : known)
            if (policy.in_all) add_policy(wish, std::string(policy.name));
        return;
    }
    const auto* policy = topology::find_policy(name);
    if (policy == nullptr || policy->names_nodes == topology::NamesNodes::must) {
        std::vector<std::string_view> names;
        for (const auto& row : known)
            if (row.names_nodes != topology::NamesNodes::must) names.push_back(row.name);
        refuse(
            fmt::format("--policies: '{}' is no policy; there are: all, {}", name, fmt::join(names, ", ")));
    }
    const bool there = std::find(wish.policies.begin(), wish.policies.end(), policy) != wish.policies.end();
    if (!there) wish.policies.push_back(policy);
}

void add_threads(StreamWish& wish, const std::string& text) {
    const int threads = number("--threads", text, kMaxThreads);
    const bool there = std::find(wish.threads.begin(), wish.threads.end(), threads) != wish.threads.end();
    if (!there) wish.threads.push_back(threads);
}

void apply(StreamWish& wish, const std::string& option, const std::string& value) {
    if (option == "--policies") {
        for (const auto& name : split(value)) add_policy(wish, name);
    } else if (option == "--threads") {
        for (const auto& text : split(value)) add_threads(wish, text);
    } else if (option == "--array-mib") {
        wish.array_bytes = static_cast<std::uint64_t>(number(option, value, kMaxArrayMiB)) << 20;
    } else {
        refuse(fmt::format("'{}' is unknown; accelbench-memory --help lists the options", option));
    }
}

}  // namespace

StreamWish parse_memory_options(std::span<const std::string> arguments) {
    StreamWish wish;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto equals = arguments[i].find('=');
        const auto option = arguments[i].substr(0, equals);
        if (equals != std::string::npos) {
            apply(wish, option, arguments[i].substr(equals + 1));
        } else if (i + 1 < arguments.size()) {
            apply(wish, option, arguments[++i]);
        } else {
            apply(wish, option, "");
        }
    }
    if (wish.policies.empty()) add_policy(wish, "all");
    return wish;
}

std::string memory_options_help() {
    return "accelbench-memory: what memory gives under each policy, as Google Benchmark shows it\n"
           "  --policies NAME,...|all  default: all\n"
           "  --threads N,...          default: 1 and all cores of a node\n"
           "  --array-mib N            size of each of the three arrays; default: 4 x all last-level "
           "caches\n";
}

}  // namespace accelbench::bench
