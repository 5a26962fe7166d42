#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

#include <array>
#include <string>

#include "harness/launch/question.h"

namespace accelbench::launch {
namespace {

/// "a" and "a.cluster" are one machine, "a.here" and "a.there" are two.
bool same_name(const std::string& one, const std::string& other) {
    if (one == other) return true;
    const auto dot = one.find('.'), other_dot = other.find('.');
    if (dot != std::string::npos && other_dot != std::string::npos) return false;
    return one.substr(0, dot) == other.substr(0, other_dot);
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

}  // namespace

bool is_this_host(const std::string& host) {
    std::array<char, 256> name{};
    const bool named = gethostname(name.data(), name.size() - 1) == 0;
    return host == "localhost" || (named && same_name(host, name.data())) || is_our_address(host);
}

}  // namespace accelbench::launch
