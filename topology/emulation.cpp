#include "topology/emulation.h"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

constexpr std::string_view lab_mark = "accelbench.numa_lab=";
constexpr std::string_view fake_nodes = "numa=fake=";
constexpr std::string_view qemu_without_kvm = "TCGTCGTCGTCG";

/// The last word that starts with `mark`, as the kernel takes it; "" without one.
std::string word_with(const std::string& command_line, std::string_view mark) {
    std::istringstream words(command_line);
    std::string found;
    for (std::string word; words >> word;) {
        if (word.starts_with(mark)) found = word;
    }
    return found;
}

}  // namespace

std::string read_emulation(const std::string& root, const std::string& signature) {
    const auto command_line = read_system_file(root + "/proc/cmdline");
    const auto lab = word_with(command_line, lab_mark);
    const auto accelerator = lab.substr(std::min(lab.size(), lab_mark.size()));
    if (!lab.empty()) return accelerator.empty() ? "numa-lab" : "numa-lab, " + accelerator;
    const auto fake = word_with(command_line, fake_nodes);
    if (!fake.empty()) return fake + " on the kernel command line";
    return signature == qemu_without_kvm ? "qemu without KVM" : "";
}

}  // namespace accelbench::topology
