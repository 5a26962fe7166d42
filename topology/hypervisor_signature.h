#pragma once

#include <string>

namespace accelbench::topology {

/// The twelve letters by which a hypervisor names itself in CPUID leaf 0x40000000 ("KVMKVMKVM",
/// "TCGTCGTCGTCG", ...; Linux, Documentation/virt/kvm/x86/cpuid.rst), without trailing zeros. "" on bare
/// metal and on other architectures.
std::string hypervisor_signature();

}  // namespace accelbench::topology
