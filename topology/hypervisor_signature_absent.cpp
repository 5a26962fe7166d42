#include "topology/hypervisor_signature.h"

namespace accelbench::topology {

std::string hypervisor_signature() { return ""; }

}  // namespace accelbench::topology
