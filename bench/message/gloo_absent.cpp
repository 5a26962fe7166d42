#include "bench/message/gloo.h"
#include "topology/base/failure.h"

namespace accelbench::bench::message {

std::string gloo_unavailable() {
    return "this build has no Gloo: install libgloo-dev and build again, or choose another --allreduce";
}

std::unique_ptr<Sums> make_gloo_sums(Transport&) {
    throw Failure(Failure::Kind::environment, gloo_unavailable());
}

}  // namespace accelbench::bench::message
