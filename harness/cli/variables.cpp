#include "harness/cli/variables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <string_view>

#include "topology/base/standard_streams.h"
#include "topology/hwloc_variables.h"
#include "topology/openmp_variables.h"

namespace accelbench::cli {

void say_note(const std::string& text) {
    if (!text.empty()) talk("note: {}\n", text);
}

void say_variables_passed_over() {
    const auto names = topology::hwloc_variables();
    if (names.empty()) return;
    say_note(fmt::format("{} {} set and ignored: this machine is read as it is; --from plans for another",
                         fmt::join(names, ", "), names.size() == 1 ? "is" : "are"));
}

void say_binding_variables() {
    const auto variables = topology::binding_variables();
    if (variables.empty()) return;
    say_note(fmt::format("set in the environment: {}; ranks of baseline inherit {}, bound policies replace {}",
                         fmt::join(variables, ", "), variables.size() == 1 ? "it" : "them",
                         variables.size() == 1 ? "it" : "them"));
}

void say_slurm_mpi_type() {
    const char* set = std::getenv("SLURM_MPI_TYPE");
    if (!set || *set == '\0') return;
    const std::string_view type = set;
    say_note(type == "none" ? "SLURM_MPI_TYPE=none would leave each rank alone: srun is called with --mpi=pmix"
                            : fmt::format("srun is called with --mpi={}, from SLURM_MPI_TYPE", type));
}

}  // namespace accelbench::cli
