#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "topology/machine_hwloc.h"

namespace accelbench::topology {
namespace {

constexpr unsigned display_class = 0x03;      // PCI base class of graphics controllers
constexpr unsigned controller_3d = 0x0302;    // compute GPUs without a display
constexpr unsigned accelerator_class = 0x12;  // processing accelerators (AMD Instinct MI300 and others)

/// The PCI device that `object` is or hangs from; nullptr when there is none.
hwloc_obj_t pci_parent(hwloc_obj_t object) {
    while (object != nullptr && object->type != HWLOC_OBJ_PCI_DEVICE) object = object->parent;
    return object;
}

std::string bus_id_of(hwloc_obj_t pci) {
    if (pci == nullptr) return "";
    const auto& id = pci->attr->pcidev;
    return fmt::format("{:04x}:{:02x}:{:02x}.{:x}", static_cast<unsigned>(id.domain), id.bus, id.dev,
                       id.func);
}

/// The first cpu node of the part of the machine that the device hangs from. -1 when that part is the whole
/// of a machine with several nodes: the system then just doesn't say.
int node_near(hwloc_topology_t topology, hwloc_obj_t object, const std::vector<NumaNode>& nodes) {
    hwloc_obj_t place = hwloc_get_non_io_ancestor_obj(topology, object);
    std::vector<int> near;
    std::size_t candidates = 0;
    for (const NumaNode& node : nodes) {
        if (node.cpus.empty()) continue;
        ++candidates;
        if (hwloc_bitmap_isset(place->nodeset, static_cast<unsigned>(node.index))) near.push_back(node.index);
    }
    if (near.empty() || (near.size() == candidates && candidates > 1)) return -1;
    return near.front();
}

/// Display chips of management controllers and virtual machines (ASPEED, Matrox, Bochs) are no GPUs to train
/// on.
bool is_gpu(hwloc_obj_t pci) {
    const auto& id = pci->attr->pcidev;
    const unsigned base_class = id.class_id >> 8;
    if (id.class_id == controller_3d || base_class == accelerator_class) return true;
    const bool by_gpu_maker = id.vendor_id == 0x10de || id.vendor_id == 0x1002 || id.vendor_id == 0x8086;
    return base_class == display_class && by_gpu_maker;
}

/// Which of a GPU's several names a reader knows it by; the lower the better known.
int name_rank(std::string_view name) {
    constexpr std::array<std::string_view, 6> known{"cuda", "rsmi", "nvml", "ze", "opencl", "card"};
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (name.starts_with(known[i])) return static_cast<int>(i);
    }
    return static_cast<int>(known.size());
}

bool is_gpu_handle(hwloc_obj_t object) {
    const auto type = object->attr->osdev.type;
    return type == HWLOC_OBJ_OSDEV_GPU || type == HWLOC_OBJ_OSDEV_COPROC;
}

bool is_network(hwloc_obj_t object) {
    const auto type = object->attr->osdev.type;
    return type == HWLOC_OBJ_OSDEV_NETWORK || type == HWLOC_OBJ_OSDEV_OPENFABRICS;
}

/// The best known name among the operating system's handles of one PCI device, else its address.
std::string gpu_name(hwloc_topology_t topology, hwloc_obj_t pci) {
    std::string best = bus_id_of(pci);
    for (hwloc_obj_t object : objects_of(topology, HWLOC_OBJ_OS_DEVICE)) {
        if (pci_parent(object) != pci || !is_gpu_handle(object) || object->name == nullptr) continue;
        if (name_rank(object->name) < name_rank(best)) best = object->name;
    }
    return best;
}

}  // namespace

std::vector<Device> read_devices(hwloc_topology_t topology, const std::vector<NumaNode>& nodes) {
    std::vector<Device> devices;
    for (hwloc_obj_t pci : objects_of(topology, HWLOC_OBJ_PCI_DEVICE)) {
        if (!is_gpu(pci)) continue;
        devices.push_back(
            {Device::Kind::gpu, gpu_name(topology, pci), bus_id_of(pci), node_near(topology, pci, nodes)});
    }
    for (hwloc_obj_t object : objects_of(topology, HWLOC_OBJ_OS_DEVICE)) {
        if (!is_network(object) || object->name == nullptr) continue;
        devices.push_back({Device::Kind::nic, object->name, bus_id_of(pci_parent(object)),
                           node_near(topology, object, nodes)});
    }
    return devices;
}

}  // namespace accelbench::topology
