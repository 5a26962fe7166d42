#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <utility>

#include "topology/audit/audit.h"
#include "topology/free_memory.h"

namespace accelbench::topology {
namespace {

/// The table is in memory since boot; two seconds are for a firmware whose table dmidecode can't end.
constexpr const char* ask_dmi =
    "PATH=$PATH:/usr/sbin:/sbin timeout 2 dmidecode -t memory 2>/dev/null </dev/null";
constexpr const char* dmi_table = "/sys/firmware/dmi/tables/DMI";

std::string output_of(const char* command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command, "r"), pclose);
    std::string text;
    std::array<char, 4096> part{};
    while (pipe && fgets(part.data(), part.size(), pipe.get())) text += part.data();
    return text;
}

}  // namespace

AuditInput read_audit_input(Machine machine, Environment environment, std::string mpi) {
    AuditInput input;
    input.machine = std::move(machine);
    input.environment = std::move(environment);
    input.mpi = std::move(mpi);
    input.free_bytes = read_free_memory();
    if (access(dmi_table, F_OK) != 0) {
        input.no_dmi = "not reported: the system shows no firmware table (DMI)";
    } else if (access(dmi_table, R_OK) != 0) {
        input.no_dmi = "not reported: dmidecode needs root";
    } else {
        input.dmi_memory = output_of(ask_dmi);
        if (input.dmi_memory.empty()) input.no_dmi = "not reported: dmidecode is not installed, or printed nothing";
    }
    return input;
}

}  // namespace accelbench::topology
