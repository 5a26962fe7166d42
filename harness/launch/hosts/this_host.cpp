#include "topology/base/this_host.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "harness/launch/hosts/question.h"

namespace accelbench::launch {
namespace {

/// Host names have no case.
bool same_case(const std::string& one, const std::string& other) {
    return strcasecmp(one.c_str(), other.c_str()) == 0;
}

/// "a" and "a.cluster" are one machine, "a.here" and "a.there" are two.
bool same_name(const std::string& one, const std::string& other) {
    if (same_case(one, other)) return true;
    const auto dot = one.find('.'), other_dot = other.find('.');
    if (dot != std::string::npos && other_dot != std::string::npos) return false;
    return same_case(one.substr(0, dot), other.substr(0, other_dot));
}

/// Numeric; "" for what is no IPv4 address.
std::string text_of(const sockaddr* address) {
    std::array<char, INET_ADDRSTRLEN> text{};
    if (address == nullptr || address->sa_family != AF_INET) return "";
    const void* number = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
    return inet_ntop(AF_INET, number, text.data(), text.size()) ? text.data() : "";
}

/// Names are not looked up: a name server that is slow would be taken for a machine that is.
bool is_our_address(const std::string& host) {
    ifaddrs* cards = nullptr;
    if (getifaddrs(&cards) != 0) return false;
    bool ours = false;
    for (const ifaddrs* card = cards; card != nullptr; card = card->ifa_next)
        ours = ours || text_of(card->ifa_addr) == host;
    freeifaddrs(cards);
    return ours;
}

bool resolves_to_us(const std::string& host) {
    addrinfo wish{};
    wish.ai_family = AF_INET;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &wish, &found) != 0) return false;
    bool ours = false;
    for (const auto* at = found; at != nullptr; at = at->ai_next)
        ours = ours || is_our_address(text_of(at->ai_addr));
    freeaddrinfo(found);
    return ours;
}

}  // namespace

bool is_this_host(const std::string& host) {
    const auto bare = host.substr(host.find('@') + 1), name = host_name();
    if (bare.empty()) return name.empty();  // no address either, and a card without one has no text
    return bare == "localhost" || (!name.empty() && same_name(bare, name)) || is_our_address(bare);
}

std::vector<std::string> own_among(const std::vector<std::string>& hosts) {
    std::vector<std::string> own;
    std::copy_if(hosts.begin(), hosts.end(), std::back_inserter(own), is_this_host);
    const auto stem = [](const std::string& host) { return host.substr(0, host.find('.')); };
    const auto share_stem = [&](const std::string& host) {
        return std::count_if(own.begin(), own.end(),
                             [&](const auto& other) { return same_case(stem(other), stem(host)); }) > 1;
    };
    std::vector<std::string> sure;
    for (const auto& host : own)
        if (!share_stem(host) || is_our_address(host) || resolves_to_us(host)) sure.push_back(host);
    return sure;
}

}  // namespace accelbench::launch
