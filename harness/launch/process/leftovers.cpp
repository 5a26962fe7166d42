#include "harness/launch/process/leftovers.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace accelbench::launch {
namespace {

/// Of a rank's environment, what Open MPI's mpirun puts there under names that people set too.
constexpr std::array<std::string_view, 20> set_by_mpirun = {"ess",
                                                            "ess_base_jobid",
                                                            "ess_base_vpid",
                                                            "initial_wdir",
                                                            "mpi_oversubscribe",
                                                            "orte_app_num",
                                                            "orte_bound_at_launch",
                                                            "orte_ess_node_rank",
                                                            "orte_ess_num_procs",
                                                            "orte_hnp_uri",
                                                            "orte_jobfam_session_dir",
                                                            "orte_launch",
                                                            "orte_local_daemon_uri",
                                                            "orte_num_nodes",
                                                            "orte_precondition_transports",
                                                            "orte_top_session_dir",
                                                            "plm",
                                                            "pmix",
                                                            "num_procs",
                                                            "shmem_RUNTIME_QUERY_hint"};
constexpr std::array<std::string_view, 6> of_a_job = {"PMIX_", "PMI_", "PMI2_",
                                                      "MPI_LOCAL", "MV2_COMM_WORLD_", "PRTE_LAUNCHED"};
constexpr std::string_view settings = "OMPI_MCA_";

/// Inside a rank of Open MPI: its number among other things.
bool is_of_open_mpi(std::string_view name) {
    if (name.starts_with("OMPI_ALLOW_RUN_AS_ROOT")) return false;
    if (!name.starts_with(settings)) return name.starts_with("OMPI_") || name == "OPAL_USER_PARAMS_GIVEN";
    const auto setting = name.substr(settings.size());
    return std::find(set_by_mpirun.begin(), set_by_mpirun.end(), setting) != set_by_mpirun.end();
}

bool is_of_a_job(std::string_view name) {
    if (name.starts_with("PMIX_MCA_")) return false;
    return std::any_of(of_a_job.begin(), of_a_job.end(),
                       [&](auto prefix) { return name.starts_with(prefix); });
}

}  // namespace

std::vector<std::string> leftovers_in(const std::vector<std::string>& environment) {
    const bool in_open_mpi = std::any_of(environment.begin(), environment.end(), [](const auto& variable) {
        return variable.starts_with("OMPI_COMM_WORLD_");
    });
    std::vector<std::string> names;
    for (const std::string_view variable : environment) {
        const auto name = variable.substr(0, variable.find('='));
        if (is_of_a_job(name) || (in_open_mpi && is_of_open_mpi(name))) names.emplace_back(name);
    }
    return names;
}

void drop_leftovers() {
    std::vector<std::string> environment;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
        environment.emplace_back(*variable);
    for (const auto& name : leftovers_in(environment)) unsetenv(name.c_str());
}

}  // namespace accelbench::launch
