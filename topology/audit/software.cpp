#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "topology/audit/facts.h"
#include "topology/base/list_text.h"
#include "topology/base/system_files.h"
#include "topology/openmp_variables.h"

namespace accelbench::topology {
namespace {

Finding check_mpi(const AuditInput& input) {
    if (input.mpi.empty()) return {"not checked", Grade::unknown, ""};
    if (input.mpi == "none")
        return {"none: only one process can train", Grade::warn, "scripts/setup run, then build again"};
    if (input.mpi.rfind("unknown", 0) == 0)
        return {input.mpi, Grade::warn, "ldd $(command -v accelbench-rank) | grep 'not found'"};
    return {input.mpi, Grade::good, ""};
}

/// "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  ..." -> "550.54.15"
std::string driver_version(const std::string& text) {
    const auto is_version = [](const std::string& word) {
        const auto dot = word.find('.');
        return dot != std::string::npos && dot > 0 && word.back() != '.' &&
               word.find("..") == std::string::npos &&
               word.find_first_not_of("0123456789.") == std::string::npos;
    };
    std::istringstream words(text);
    for (std::string word; words >> word;)
        if (is_version(word)) return word;
    return "";
}

Finding check_cuda(const AuditInput& input) {
    const auto driver = driver_version(read_system_file(input.root + "/proc/driver/nvidia/version"));
    const auto gpus = std::count_if(input.machine.devices.begin(), input.machine.devices.end(),
                                    [](const auto& device) { return device.kind == Device::Kind::gpu; });
    if (!driver.empty())
        return {fmt::format("driver {}, {} seen", driver, plural(gpus, "GPU", "GPUs")), Grade::good, ""};
    if (gpus == 0) return {"no GPU, no driver", Grade::good, ""};
    return {plural(gpus, "GPU", "GPUs") + " seen, no NVIDIA driver", Grade::warn,
            "modprobe nvidia (or install the driver that the vendor names for this GPU)"};
}

/// From the file that a process starts with: what this program took out for itself stands there too.
Finding check_binding_variables(const AuditInput& input) {
    std::istringstream variables(read_system_file(input.root + "/proc/self/environ"));
    std::string found, names;
    for (std::string variable; std::getline(variables, variable, '\0');) {
        const auto name = variable.substr(0, variable.find('='));
        if (!binds_threads(name)) continue;
        found += (found.empty() ? "" : ", ") + variable;
        names += " " + name;
    }
    if (found.empty()) return {"none set", Grade::good, ""};
    return {found, Grade::warn, "unset" + names};
}

}  // namespace

std::vector<FactRow> software_facts() {
    return {
        {"mpi", "MPI", "ranks sum their gradients over it; without it only one process trains", false,
         check_mpi},
        {"cuda", "CUDA", "a GPU without its driver is not used", false, check_cuda},
        {"binding_variables", "thread-binding variables",
         "ranks of baseline inherit them and are no longer placed by the system; bound policies replace them",
         false, check_binding_variables},
    };
}

}  // namespace accelbench::topology
