#include "bench/base/isa.h"

namespace accelbench::bench {
namespace {

ACCELBENCH_ISA_NAME_OF(name_of_level)

}  // namespace

const char* loop_instructions() { return name_of_level(); }

}  // namespace accelbench::bench
