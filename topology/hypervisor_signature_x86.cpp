#include <cpuid.h>

#include <array>
#include <cstring>

#include "topology/hypervisor_signature.h"

namespace accelbench::topology {

std::string hypervisor_signature() {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    constexpr unsigned hypervisor_bit = 1u << 31;
    // On bare metal the leaf holds what another leaf holds: without this bit its letters would mean nothing.
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & hypervisor_bit) == 0) return "";
    __cpuid(0x40000000, eax, ebx, ecx, edx);
    std::array<char, 13> letters{};
    std::memcpy(letters.data(), &ebx, 4);
    std::memcpy(letters.data() + 4, &ecx, 4);
    std::memcpy(letters.data() + 8, &edx, 4);
    return letters.data();
}

}  // namespace accelbench::topology
