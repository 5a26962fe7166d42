#pragma once

#include <string>

namespace accelbench::topology {

/// By what this machine is emulated or its nodes are pretended, in words; "" when nothing says so. The first
/// of: "numa-lab, tcg" (scripts/numa-lab names itself on the guest's kernel command line), "numa=fake=4 on
/// the kernel command line" (nodes are pretended, all memory is equally near), "qemu without KVM" (CPUID leaf
/// 0x40000000). Reads below `root` ("" = the real /proc); `signature` is what hypervisor_signature() says of
/// the processor.
std::string read_emulation(const std::string& root, const std::string& signature);

}  // namespace accelbench::topology
