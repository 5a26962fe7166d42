#include "topology/virtualisation.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

using Hint = std::pair<std::string_view, std::string_view>;  // what the text holds -> what it means

constexpr std::array machine_hints{
    Hint{"KVM", "kvm"},
    Hint{"QEMU", "qemu"},
    Hint{"VMware", "vmware"},
    Hint{"VirtualBox", "virtualbox"},
    Hint{"Virtual Machine", "hyper-v"},
    Hint{"Xen", "xen"},
    Hint{"xen", "xen"},
    Hint{"Amazon EC2", "amazon ec2"},
    Hint{"Google Compute Engine", "google compute engine"},
    Hint{"OpenStack", "openstack"},
    Hint{"Bochs", "bochs"},
    Hint{"Firecracker", "firecracker"},
};

constexpr std::array container_hints{
    Hint{"kubepods", "kubernetes"},
    Hint{"docker", "docker"},
    Hint{"libpod", "podman"},
    Hint{"containerd", "containerd"},
    Hint{"lxc", "lxc"},
    Hint{"garden", "garden"},
};

template <std::size_t N>
std::string meaning_of(const std::string& text, const std::array<Hint, N>& hints) {
    for (const auto& [sign, meaning] : hints) {
        if (text.find(sign) != std::string::npos) return std::string(meaning);
    }
    return "";
}

/// Bare metal of a cloud carries the cloud's name as well: on x86 the cpu itself says whether a hypervisor is
/// there.
std::string virtual_machine(const std::string& root) {
    const auto cpuinfo = read_system_file(root + "/proc/cpuinfo");
    const bool is_x86 = cpuinfo.find("\nflags") != std::string::npos;
    const bool flagged = cpuinfo.find(" hypervisor") != std::string::npos;
    if (is_x86 && !flagged) return "";
    const auto dmi = root + "/sys/class/dmi/id/";
    auto name =
        meaning_of(read_system_file(dmi + "product_name") + "\n" + read_system_file(dmi + "sys_vendor") +
                       "\n" + read_system_file(root + "/sys/hypervisor/type"),
                   machine_hints);
    if (name.empty() && flagged) name = "virtual machine (unnamed hypervisor)";
    return name;
}

/// Kernel threads are seen only from the first process namespace: a virtual machine that boots the file tree
/// of a Docker image has its /.dockerenv but is no container.
bool sees_kernel_threads(const std::string& root) {
    return read_system_file(root + "/proc/2/comm") == "kthreadd";
}

std::string container(const std::string& root) {
    if (sees_kernel_threads(root)) return "";
    if (std::error_code error; std::filesystem::exists(root + "/.dockerenv", error))
        return "container (docker)";
    if (std::error_code error; std::filesystem::exists(root + "/run/.containerenv", error))
        return "container (podman)";
    const auto from_systemd = read_system_file(root + "/run/systemd/container");
    if (!from_systemd.empty()) return "container (" + from_systemd + ")";
    const auto from_cgroup = meaning_of(read_system_file(root + "/proc/1/cgroup"), container_hints);
    return from_cgroup.empty() ? "" : "container (" + from_cgroup + ")";
}

}  // namespace

std::string read_virtualisation(const std::string& root) {
    const auto machine = virtual_machine(root);
    const auto box = container(root);
    if (machine.empty() && box.empty()) return "none";
    return machine + (machine.empty() || box.empty() ? "" : ", ") + box;
}

}  // namespace accelbench::topology
