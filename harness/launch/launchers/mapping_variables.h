#pragma once

#include <string>
#include <vector>

namespace accelbench::launch {

/// The names of variables in `environment` ("NAME=value") that change where Open MPI's mpirun puts ranks, or
/// how it starts them: OMPI_MCA_rmaps_*, PRTE_MCA_hwloc_* and their kin. Pure.
std::vector<std::string> mapping_variables_in(const std::vector<std::string>& environment);

/// "; mpirun follows the environment: OMPI_MCA_rmaps_base_no_oversubscribe=1; unset it and try
/// again", to stand behind the reason of a failed launch; "" where none is set.
std::string mapping_variables_note();

}  // namespace accelbench::launch
