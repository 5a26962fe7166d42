#pragma once

#include <string>

namespace accelbench::launch {

/// The MPI that accelbench-rank loads, as it names itself, "none", or "unknown: " and why. That program is
/// asked: this one knows no MPI.
std::string mpi_version();

}  // namespace accelbench::launch
