#include "topology/base/this_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <cctype>

#include "harness/launch/hosts/question.h"

namespace accelbench::launch {
namespace {

/// Whether a look-up of `name` leads to a card of this machine, by the resolver's own text of the addresses.
bool leads_here(const std::string& name) {
    addrinfo wish{};
    wish.ai_family = AF_INET;
    addrinfo* found = nullptr;
    if (getaddrinfo(name.c_str(), nullptr, &wish, &found) != 0) return false;
    bool here = false;
    for (const auto* at = found; at != nullptr; at = at->ai_next) {
        char text[NI_MAXHOST] = "";
        if (getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
            here = here || is_this_host(text);
    }
    freeaddrinfo(found);
    return here;
}

// A packet socket's address has the card's number where an IPv4 address has its four bytes, an IPv6 address has its
// flow: another machine would have been asked here.
TEST(ThisHost, IsNotFoundInAddressesOfOtherKinds) {
    EXPECT_FALSE(is_this_host("1.0.0.0")) << "the card lo, which is number 1";
    EXPECT_FALSE(is_this_host("0.0.0.0"));
    EXPECT_FALSE(is_this_host("")) << "this machine has a name";
    EXPECT_FALSE(is_this_host("me@"));
}

// Named twice, in other letters, this machine was asked over ssh, where it often runs no server.
TEST(ThisHost, IsEachOfTwoNamesThatLeadsHere) {
    const auto own = host_name();
    if (!leads_here(own)) GTEST_SKIP() << own << " leads to no address of this machine";
    std::string loud = own;
    for (auto& letter : loud) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    EXPECT_THAT(own_among({loud, "far", own}), testing::Contains(own));
}

}  // namespace
}  // namespace accelbench::launch
