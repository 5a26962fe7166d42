// Stands in for gpt.cpp in a build without oneDNN or OpenMP; CMake chooses.
#include "bench/train/gpt/gpt.h"
#include "topology/base/failure.h"

namespace accelbench::bench::train {

std::string gpt_unavailable() {
    return "gpt needs oneDNN and OpenMP, and this build found no " ACCELBENCH_GPT_MISSING
           "; install libdnnl-dev (and g++, which brings OpenMP), then build again";
}

std::unique_ptr<Kernel> make_gpt(const KernelSetup&) {
    throw Failure(Failure::Kind::environment, gpt_unavailable());
}

}  // namespace accelbench::bench::train
