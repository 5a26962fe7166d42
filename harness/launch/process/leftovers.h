#pragma once

#include <string>
#include <vector>

namespace accelbench::launch {

/// The names of variables in `environment` ("NAME=value") that belong to an MPI job around this process: a
/// launcher or a rank that finds them takes itself for a part of that job. What people set themselves
/// (OMPI_MCA_*, PMIX_MCA_*) is not among them. Pure.
std::vector<std::string> leftovers_in(const std::vector<std::string>& environment);

/// Takes them out of this process' environment; for a child, before it becomes another program.
void drop_leftovers();

}  // namespace accelbench::launch
