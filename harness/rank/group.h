#pragma once

#include <memory>

#include "bench/group.h"

namespace accelbench::rank {

/// The process group over MPI; CMake picks group_mpi.cpp or, without MPI, group_absent.cpp. Throws
/// Failure(environment) when this build has none.
std::unique_ptr<bench::Group> make_mpi_group();

/// Ends all ranks of the group at once, for a rank that can't go on while others wait for it. Does not
/// return.
[[noreturn]] void abort_mpi(int exit_code);

}  // namespace accelbench::rank
