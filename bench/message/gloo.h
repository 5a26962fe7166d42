#pragma once

#include <memory>
#include <string>

#include "bench/message/sums.h"
#include "bench/message/transport.h"

namespace accelbench::bench::message {

/// "" when this build has the Gloo library, else what is missing. CMake picks gloo.cpp or gloo_absent.cpp.
std::string gloo_unavailable();

/// Sums over Gloo's TCP transport, in a thread of their own as PyTorch does it. All ranks call it. The
/// interface is GLOO_SOCKET_IFNAME's, as in PyTorch, else loopback on one machine, else the first one that is
/// up and has an IPv4 address. Throws Failure(environment).
std::unique_ptr<Sums> make_gloo_sums(Transport& transport);

}  // namespace accelbench::bench::message
