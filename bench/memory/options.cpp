#include "bench/memory/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "topology/base/failure.h"
#include "topology/base/numbers.h"
#include "topology/base/sizes.h"
#include "topology/base/split.h"
#include "topology/base/suggest.h"

namespace accelbench::bench {
namespace {

constexpr int max_threads = 4096;
constexpr int max_array_mib = 1 << 20;

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::usage, message); }

int number(const std::string& option, const std::string& text, int most) {
    const auto value = number_from<int>(text);
    if (!value || *value < 1 || *value > most)
        refuse(fmt::format("{}: '{}' is not a whole number from 1 to {}", option, text, most));
    return *value;
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
        std::vector<std::string> names{"all"};
        for (const auto& row : known)
            if (row.names_nodes != topology::NamesNodes::must) names.emplace_back(row.name);
        refuse("--policies: " + unknown_name("policy", name, names));
    }
    const bool there = std::find(wish.policies.begin(), wish.policies.end(), policy) != wish.policies.end();
    if (!there) wish.policies.push_back(policy);
}

void add_threads(StreamWish& wish, const std::string& text) {
    const int threads = number("--threads", text, max_threads);
    const bool there = std::find(wish.threads.begin(), wish.threads.end(), threads) != wish.threads.end();
    if (!there) wish.threads.push_back(threads);
}

void apply(StreamWish& wish, const std::string& option, const std::string& value) {
    if (option == "--policies") {
        for (const auto& name : split(value, ',')) add_policy(wish, name);
    } else if (option == "--threads") {
        for (const auto& text : split(value, ',')) add_threads(wish, text);
    } else if (option == "--array-mib") {
        wish.array_bytes = static_cast<std::uint64_t>(number(option, value, max_array_mib)) * mebibyte;
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
